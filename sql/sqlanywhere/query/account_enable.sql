-- account_enable: lets an account's callbacks in (1), or keeps them out (0).
-- Parameters: provider, account, enabled.
-- Writes sms_account.
UPDATE sms.sms_account
   SET enabled = :enabled,
       updated_at = CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP)
 WHERE provider = :provider
   AND account = :account
