-- endpoints: what the adapter must know before it calls: providers with their enabled accounts, one row each; account is
-- NULL for a provider without.
SELECT p.provider, p.idempotency_header, a.account, a.scheme, a.secret, a.second_secret, a.networks
FROM sms_provider AS p
LEFT JOIN sms_account AS a ON a.provider = p.provider AND a.enabled = 1
ORDER BY p.provider, a.account;
