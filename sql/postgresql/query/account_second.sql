-- account_second: sets the second secret that is valid at the same time, or takes it away.
-- Parameters: provider, account, second_secret (NULL: take it away).
-- Writes sms_account.
UPDATE sms.sms_account
   SET second_secret = %(second_secret)s,
       updated_at = (now() AT TIME ZONE 'UTC')
 WHERE provider = %(provider)s
   AND account = %(account)s
