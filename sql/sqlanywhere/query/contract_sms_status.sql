-- contract_sms_status: rows of sms_status that a contract case made.
-- Parameters: status_id, above which rows are new.
-- Reads sms_status.
SELECT status_id, callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price,
       occurred_at, received_at, applied
  FROM sms.sms_status
 WHERE status_id > :status_id
 ORDER BY status_id
