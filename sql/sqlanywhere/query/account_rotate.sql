-- account_rotate: the second secret becomes the only one.
-- Parameters: provider, account.
-- Writes sms_account.
UPDATE sms.sms_account
   SET secret = second_secret,
       second_secret = NULL,
       updated_at = CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP)
 WHERE provider = :provider
   AND account = :account
   AND second_secret IS NOT NULL
