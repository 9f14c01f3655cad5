-- provider_list: the providers, with how many words, error codes and accounts each has.
-- Parameters: provider (NULL: all).
-- Reads sms_provider, sms_provider_status, sms_provider_error, sms_account.
SELECT p.provider,
       p.title,
       p.scheme,
       p.time_zone,
       p.currency,
       p.idempotency_header,
       p.docs_url,
       (SELECT COUNT(*) FROM sms.sms_provider_status AS s WHERE s.provider = p.provider) AS status_words,
       (SELECT COUNT(*) FROM sms.sms_provider_error AS e WHERE e.provider = p.provider) AS error_codes,
       (SELECT COUNT(*) FROM sms.sms_account AS a WHERE a.provider = p.provider) AS accounts
  FROM sms.sms_provider AS p
 WHERE CAST(:provider AS VARCHAR(32 CHAR)) IS NULL OR p.provider = CAST(:provider AS VARCHAR(32 CHAR))
 ORDER BY p.provider
