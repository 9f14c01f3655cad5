-- provider_error: a provider's error codes.
-- Parameters: provider.
-- Reads sms_provider_error.
SELECT code, text, permanent, phone
  FROM sms.sms_provider_error
 WHERE provider = :provider
 ORDER BY code
