-- account_insert: a new account.
-- Parameters: provider, account, scheme, secret (NULL for scheme none), networks (CIDR, separated by blanks; NULL: any).
-- Writes sms_account.
INSERT INTO sms.sms_account (provider, account, scheme, secret, networks)
VALUES (:provider, :account, :scheme, :secret, :networks)
