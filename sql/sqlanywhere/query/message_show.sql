-- message_show: a message by its id; more than one row if several providers use the same id.
-- Parameters: message_id, provider (NULL: any).
-- Reads sms_message by its key: without a provider, for each one in sms_provider.
SELECT provider, message_id, account, from_number, to_number, body, status, provider_status, status_at, error_code, error_message,
       parts, price, currency, country, operator, campaign, label, registered_at, queued_at, sent_at, delivered_at, failed_at,
       created_at, updated_at
  FROM sms.sms_message
 WHERE message_key = sms.sms_bytes(:message_id)
   AND provider IN (SELECT CAST(:provider AS VARCHAR(32 CHAR))
                    UNION
                    SELECT p.provider
                      FROM sms.sms_provider AS p
                     WHERE CAST(:provider AS VARCHAR(32 CHAR)) IS NULL)
 ORDER BY provider
