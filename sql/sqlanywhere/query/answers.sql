-- answers: what each provider wants to hear and how soon, one row an answer; kind is NULL for a provider without.
-- Parameters: none.
-- Calls sms_answer, since group sms_web may read no table.
SELECT a.provider, a.deadline_ms, a.kind, a.status, a.content_type, a.body
  FROM sms.sms_answer() AS a
 ORDER BY a.provider, a.kind
