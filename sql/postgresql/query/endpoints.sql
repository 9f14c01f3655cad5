-- endpoints: what the adapter must know before it calls: providers with their enabled accounts, one row each; account is
-- NULL for a provider without.
-- Parameters: none.
-- Calls sms_endpoint, since role sms_web may read no table.
SELECT provider, idempotency_header, account, scheme, secret, second_secret, networks
  FROM sms.sms_endpoint()
 ORDER BY provider, account
