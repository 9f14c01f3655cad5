-- account_rotate: the second secret becomes the only one.
-- Parameters: :provider, :account.
-- Writes sms_account.
UPDATE sms_account
   SET secret = second_secret,
       second_secret = NULL,
       updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
 WHERE provider = :provider
   AND account = :account
   AND second_secret IS NOT NULL
