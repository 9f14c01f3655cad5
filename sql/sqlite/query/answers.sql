-- answers: what each provider wants to hear and how soon, one row an answer; kind is NULL for a provider without.
-- Reads sms_provider, sms_provider_answer.
SELECT p.provider, p.deadline_ms, a.kind, a.status, a.content_type, a.body
FROM sms_provider AS p
LEFT JOIN sms_provider_answer AS a ON a.provider = p.provider
ORDER BY p.provider, a.kind;
