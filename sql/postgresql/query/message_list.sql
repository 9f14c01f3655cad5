-- message_list: messages, newest first.
-- Parameters: provider, status, to_number, campaign, since (created_at from then on): NULL is no filter; failed (1: only those
-- that ended badly), limit (-1: no limit).
-- Reads sms.sms_message, sms.sms_status_code. The planner knows the parameters, so a filter that is NULL costs nothing.
SELECT provider, message_id, account, from_number, to_number, body, status, provider_status, status_at, error_code, error_message,
       parts, price, currency, country, operator, campaign, label, registered_at, queued_at, sent_at, delivered_at, failed_at,
       created_at, updated_at
  FROM sms.sms_message
 WHERE (%(to_number)s::text IS NULL OR to_number = %(to_number)s::text)
   AND (%(since)s::timestamp IS NULL OR created_at >= %(since)s::timestamp)
   AND (%(provider)s::text IS NULL OR provider = %(provider)s::text)
   AND (%(status)s::text IS NULL OR status = %(status)s::text)
   AND (%(campaign)s::text IS NULL OR campaign = %(campaign)s::text)
   AND (%(failed)s::integer = 0 OR status IN (SELECT c.status FROM sms.sms_status_code AS c WHERE c.outcome = 'bad'))
 ORDER BY created_at DESC, provider, message_id
 LIMIT nullif(%(limit)s::bigint, -1)
