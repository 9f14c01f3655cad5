-- rules: which parameter tells the kind of a callback, those of a provider in the order in which they are tried.
-- Reads sms_provider_rule.
SELECT r.provider, r.param, r.value, r.kind
FROM sms_provider_rule AS r
ORDER BY r.provider, r.position;
