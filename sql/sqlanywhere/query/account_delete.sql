-- account_delete: removes an account and its secrets.
-- Parameters: provider, account.
-- Writes sms_account.
DELETE FROM sms.sms_account
 WHERE provider = :provider
   AND account = :account
