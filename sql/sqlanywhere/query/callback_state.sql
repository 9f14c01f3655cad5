-- callback_state: what the journal says of some callbacks.
-- Parameters: callback_ids (JSON array of numbers).
-- Reads sms_callback.
SELECT callback_id, provider, kind, state, error
  FROM sms.sms_callback
 WHERE callback_id IN (SELECT CAST(k.first_key AS BIGINT) FROM sms.sms_keys(:callback_ids) AS k)
 ORDER BY callback_id
