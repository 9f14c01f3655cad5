-- endpoints: what the adapter must know before it calls: providers with their enabled accounts, one row each; account is
-- NULL for a provider without.
-- Parameters: none.
-- Calls sms_endpoint, since group sms_web may read no table.
SELECT e.provider, e.idempotency_header, e.account, e.scheme, e.secret, e.second_secret, e.networks
  FROM sms.sms_endpoint() AS e
 ORDER BY e.provider, e.account
