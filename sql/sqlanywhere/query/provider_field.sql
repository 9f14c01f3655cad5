-- provider_field: which parameters of a provider fill which column, in order of preference.
-- Parameters: provider.
-- Reads sms_provider_field.
SELECT kind, column_name, preference, param, format, in_key
  FROM sms.sms_provider_field
 WHERE provider = :provider
 ORDER BY kind, column_name, preference
