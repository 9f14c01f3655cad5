-- replay_history: the history rows of some callbacks.
-- Parameters: callback_ids (JSON array of numbers).
-- Reads sms_status.
SELECT status_id, callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price,
       occurred_at, received_at, applied
  FROM sms.sms_status
 WHERE callback_id IN (SELECT CAST(k.first_key AS BIGINT) FROM sms.sms_keys(:callback_ids) AS k)
 ORDER BY status_id
