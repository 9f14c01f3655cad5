-- sms_endpoint: what the adapter must know before it calls: providers with their enabled accounts, one row each; account is
-- NULL for a provider without. With the rights of its owner, since role sms_web may read no table.
-- Reads sms_provider, sms_account.
CREATE OR REPLACE FUNCTION sms.sms_endpoint()
RETURNS TABLE (
    provider           text,
    idempotency_header text,
    account            text,
    scheme             text,
    secret             text,
    second_secret      text,
    networks           text
)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = sms, pg_temp
AS $$
    SELECT p.provider, p.idempotency_header, a.account, a.scheme, a.secret, a.second_secret, a.networks
    FROM sms.sms_provider AS p
    LEFT JOIN sms.sms_account AS a ON a.provider = p.provider AND a.enabled = 1
    ORDER BY p.provider, a.account;
$$;

COMMENT ON FUNCTION sms.sms_endpoint() IS 'Providers with their enabled accounts and secrets, for the adapter.';
