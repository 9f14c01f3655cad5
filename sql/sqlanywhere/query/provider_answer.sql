-- provider_answer: what a provider wants to hear.
-- Parameters: provider.
-- Reads sms_provider_answer.
SELECT kind, status, content_type, body
  FROM sms.sms_provider_answer
 WHERE provider = :provider
 ORDER BY kind
