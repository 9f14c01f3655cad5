-- replay_history: the history rows of some callbacks.
-- Parameters: :callback_ids (JSON array of numbers).
-- Reads sms_status.
SELECT status_id, callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price,
       occurred_at, received_at, applied
  FROM sms_status
 WHERE callback_id IN (SELECT value FROM json_each(:callback_ids))
 ORDER BY status_id
