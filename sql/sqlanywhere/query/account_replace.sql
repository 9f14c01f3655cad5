-- account_replace: gives an account another scheme, secret and networks; a second secret goes.
-- Parameters: provider, account, scheme, secret (NULL for scheme none), networks (CIDR, separated by blanks; NULL: any).
-- Writes sms_account.
UPDATE sms.sms_account
   SET scheme = :scheme,
       secret = :secret,
       second_secret = NULL,
       networks = :networks,
       updated_at = CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP)
 WHERE provider = :provider
   AND account = :account
