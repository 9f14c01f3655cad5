-- provider_rule: the rules that tell what a provider's callback is, in their order.
-- Parameters: provider.
-- Reads sms_provider_rule.
SELECT position, param, value, kind
  FROM sms.sms_provider_rule
 WHERE provider = :provider
 ORDER BY position
