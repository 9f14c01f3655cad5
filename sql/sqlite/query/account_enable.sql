-- account_enable: lets an account's callbacks in (1), or keeps them out (0).
-- Parameters: :provider, :account, :enabled.
-- Writes sms_account.
UPDATE sms_account
   SET enabled = :enabled,
       updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
 WHERE provider = :provider
   AND account = :account
