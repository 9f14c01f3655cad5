-- account_rotate: the second secret becomes the only one.
-- Parameters: provider, account.
-- Writes sms_account.
UPDATE sms.sms_account
   SET secret = second_secret,
       second_secret = NULL,
       updated_at = (now() AT TIME ZONE 'UTC')
 WHERE provider = %(provider)s
   AND account = %(account)s
   AND second_secret IS NOT NULL
