-- callback_state: what the journal says of some callbacks.
-- Parameters: callback_ids (JSON array of numbers).
-- Reads sms_callback.
SELECT callback_id, provider, kind, state, error
  FROM sms.sms_callback
 WHERE callback_id IN (SELECT value::bigint FROM json_array_elements_text(%(callback_ids)s::json))
 ORDER BY callback_id
