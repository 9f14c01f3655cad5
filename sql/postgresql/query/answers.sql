-- answers: what each provider wants to hear and how soon, one row an answer; kind is NULL for a provider without.
-- Parameters: none.
-- Calls sms_answer, since role sms_web may read no table.
SELECT provider, deadline_ms, kind, status, content_type, body
  FROM sms.sms_answer()
 ORDER BY provider, kind
