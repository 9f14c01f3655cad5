-- message_history: what was reported of a message, in the order of arrival.
-- Parameters: provider, message_id.
-- Reads sms_status.
SELECT status_id, callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price,
       occurred_at, received_at, applied
  FROM sms.sms_status
 WHERE provider = :provider
   AND message_id = :message_id
   AND sms.sms_bytes(message_id) = sms.sms_bytes(:message_id)
 ORDER BY status_id
