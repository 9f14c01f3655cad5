-- callback_pending: the journal rows that nobody has worked yet, oldest first.
-- Parameters: after (only ids above this one), limit.
-- Reads sms.sms_callback along the index on the open ones.
SELECT callback_id
  FROM sms.sms_callback
 WHERE state <> 'done'
   AND state = 'pending'
   AND callback_id > %(after)s::bigint
 ORDER BY callback_id
 LIMIT %(limit)s::bigint
