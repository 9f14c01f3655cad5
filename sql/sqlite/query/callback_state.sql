-- callback_state: what the journal says of some callbacks.
-- Parameters: :callback_ids (JSON array of numbers).
-- Reads sms_callback.
SELECT callback_id, provider, kind, state, error
  FROM sms_callback
 WHERE callback_id IN (SELECT value FROM json_each(:callback_ids))
 ORDER BY callback_id
