-- account_list: accounts without their secrets.
-- Parameters: provider, account (NULL: all).
-- Reads sms_account. A secret itself never leaves the database: the answer says 'set', or gives the reference's name.
SELECT a.provider,
       a.account,
       a.scheme,
       CASE WHEN sms.sms_bytes(SUBSTRING(a.secret, 1, 4)) = sms.sms_bytes('env:')
              OR sms.sms_bytes(SUBSTRING(a.secret, 1, 5)) = sms.sms_bytes('file:') THEN a.secret
            WHEN a.secret IS NOT NULL THEN 'set' END AS secret,
       CASE WHEN sms.sms_bytes(SUBSTRING(a.second_secret, 1, 4)) = sms.sms_bytes('env:')
              OR sms.sms_bytes(SUBSTRING(a.second_secret, 1, 5)) = sms.sms_bytes('file:') THEN a.second_secret
            WHEN a.second_secret IS NOT NULL THEN 'set' END AS second_secret,
       a.networks,
       a.enabled,
       a.created_at,
       a.updated_at
  FROM sms.sms_account AS a
 WHERE (CAST(:provider AS VARCHAR(32 CHAR)) IS NULL OR a.provider = CAST(:provider AS VARCHAR(32 CHAR)))
   AND (CAST(:account AS VARCHAR(64 CHAR)) IS NULL OR a.account = CAST(:account AS VARCHAR(64 CHAR)))
 ORDER BY a.provider, a.account
