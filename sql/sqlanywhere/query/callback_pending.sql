-- callback_pending: the journal rows that nobody has worked yet, oldest first.
-- Parameters: after (only ids above this one), limit (0 or more).
-- Reads sms_callback along the index on state.
SELECT TOP :limit callback_id
  FROM sms.sms_callback
 WHERE state = 'pending'
   AND callback_id > :after
 ORDER BY callback_id
