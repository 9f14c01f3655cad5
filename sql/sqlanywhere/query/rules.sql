-- rules: which parameter tells the kind of a callback, those of a provider in the order in which they are tried.
-- Parameters: none.
-- Calls sms_rule, since group sms_web may read no table.
SELECT r.provider, r.param, r.value, r.kind
  FROM sms.sms_rule() AS r
 ORDER BY r.provider, r.position
