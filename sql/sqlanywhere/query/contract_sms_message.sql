-- contract_sms_message: rows of sms_message that a contract case made.
-- Parameters: since (UTC), from when on rows are new.
-- Reads sms_message.
SELECT provider, message_id, account, from_number, to_number, body, status, provider_status, status_at, error_code,
       error_message, parts, price, currency, country, operator, campaign, label, registered_at, queued_at, sent_at,
       delivered_at, failed_at, created_at, updated_at
  FROM sms.sms_message
 WHERE created_at >= CAST(:since AS TIMESTAMP)
 ORDER BY provider, message_key
