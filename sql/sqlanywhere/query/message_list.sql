-- message_list: messages, newest first.
-- Parameters: provider, status, to_number, campaign, since (created_at from then on): NULL is no filter; failed (1: only those
-- that ended badly), limit (0 or more).
-- Reads sms_message, sms_status_code.
SELECT TOP :limit provider, message_id, account, from_number, to_number, body, status, provider_status, status_at, error_code,
       error_message, parts, price, currency, country, operator, campaign, label, registered_at, queued_at, sent_at, delivered_at,
       failed_at, created_at, updated_at
  FROM sms.sms_message
 WHERE (CAST(:to_number AS VARCHAR(64 CHAR)) IS NULL OR to_number = CAST(:to_number AS VARCHAR(64 CHAR)))
   AND (CAST(:since AS TIMESTAMP) IS NULL OR created_at >= CAST(:since AS TIMESTAMP))
   AND (CAST(:provider AS VARCHAR(32 CHAR)) IS NULL OR provider = CAST(:provider AS VARCHAR(32 CHAR)))
   AND (CAST(:status AS VARCHAR(16 CHAR)) IS NULL OR status = CAST(:status AS VARCHAR(16 CHAR)))
   AND (CAST(:campaign AS VARCHAR(128 CHAR)) IS NULL OR campaign = CAST(:campaign AS VARCHAR(128 CHAR)))
   AND (CAST(:failed AS INTEGER) = 0 OR status IN (SELECT c.status FROM sms.sms_status_code AS c WHERE c.outcome = 'bad'))
 ORDER BY created_at DESC, provider, message_key
