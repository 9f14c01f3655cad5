-- account_list: accounts without their secrets.
-- Parameters: provider, account (NULL: all).
-- Reads sms_account. A secret itself never leaves the database: the answer says 'set', or gives the reference's name.
SELECT provider,
       account,
       scheme,
       CASE WHEN substr(secret, 1, 4) = 'env:' OR substr(secret, 1, 5) = 'file:' THEN secret
            WHEN secret IS NOT NULL THEN 'set' END AS secret,
       CASE WHEN substr(second_secret, 1, 4) = 'env:' OR substr(second_secret, 1, 5) = 'file:' THEN second_secret
            WHEN second_secret IS NOT NULL THEN 'set' END AS second_secret,
       networks,
       enabled,
       created_at,
       updated_at
  FROM sms.sms_account
 WHERE (%(provider)s::text IS NULL OR provider = %(provider)s::text)
   AND (%(account)s::text IS NULL OR account = %(account)s::text)
 ORDER BY provider, account
