-- rules: which parameter tells the kind of a callback, those of a provider in the order in which they are tried.
-- Parameters: none.
-- Calls sms_rule, since role sms_web may read no table.
SELECT provider, param, value, kind
  FROM sms.sms_rule()
 ORDER BY provider, position
