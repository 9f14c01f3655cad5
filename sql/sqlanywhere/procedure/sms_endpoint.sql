-- sms_endpoint: what the adapter must know before it calls: providers with their enabled accounts, one row each; account is
-- NULL for a provider without. With the rights of its owner, since role sms_web may read no table.
-- Reads sms_provider, sms_account.
CREATE OR REPLACE PROCEDURE sms.sms_endpoint()
RESULT (
    provider           VARCHAR(32 CHAR),
    idempotency_header VARCHAR(64 CHAR),
    account            VARCHAR(64 CHAR),
    scheme             VARCHAR(16 CHAR),
    secret             VARCHAR(500 CHAR),
    second_secret      VARCHAR(500 CHAR),
    networks           VARCHAR(500 CHAR)
)
BEGIN
    SELECT p.provider, p.idempotency_header, a.account, a.scheme, a.secret, a.second_secret, a.networks
    FROM sms.sms_provider AS p
    LEFT OUTER JOIN sms.sms_account AS a ON a.provider = p.provider AND a.enabled = 1
    ORDER BY p.provider, a.account;
END;

COMMENT ON PROCEDURE sms.sms_endpoint IS 'Providers with their enabled accounts and secrets, for the adapter.';
