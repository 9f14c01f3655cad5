-- account_replace: gives an account another scheme, secret and networks; a second secret goes.
-- Parameters: provider, account, scheme, secret (NULL for scheme none), networks (CIDR, separated by blanks; NULL: any).
-- Writes sms_account.
UPDATE sms.sms_account
   SET scheme = %(scheme)s,
       secret = %(secret)s,
       second_secret = NULL,
       networks = %(networks)s,
       updated_at = (now() AT TIME ZONE 'UTC')
 WHERE provider = %(provider)s
   AND account = %(account)s
