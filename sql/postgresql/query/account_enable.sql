-- account_enable: lets an account's callbacks in (1), or keeps them out (0).
-- Parameters: provider, account, enabled.
-- Writes sms_account.
UPDATE sms.sms_account
   SET enabled = %(enabled)s,
       updated_at = (now() AT TIME ZONE 'UTC')
 WHERE provider = %(provider)s
   AND account = %(account)s
