-- service_providers: the providers that there are.
-- Parameters: none.
SELECT provider
  FROM sms.sms_provider
 ORDER BY provider;
