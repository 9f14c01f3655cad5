-- account_second: sets the second secret that is valid at the same time, or takes it away.
-- Parameters: provider, account, second_secret (NULL: take it away).
-- Writes sms_account.
UPDATE sms.sms_account
   SET second_secret = :second_secret,
       updated_at = CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP)
 WHERE provider = :provider
   AND account = :account
