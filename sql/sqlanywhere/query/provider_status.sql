-- provider_status: a provider's status words and ours.
-- Parameters: provider.
-- Reads sms_provider_status.
SELECT word, status, phone
  FROM sms.sms_provider_status
 WHERE provider = :provider
 ORDER BY word
