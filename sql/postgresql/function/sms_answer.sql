-- sms_answer: what each provider wants to hear and how soon, one row an answer; kind is NULL for a provider without. With the
-- rights of its owner, since role sms_web may read no table.
-- Reads sms_provider, sms_provider_answer.
CREATE OR REPLACE FUNCTION sms.sms_answer()
RETURNS TABLE (
    provider     text,
    deadline_ms  integer,
    kind         text,
    status       integer,
    content_type text,
    body         text
)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = sms, pg_temp
AS $$
    SELECT p.provider, p.deadline_ms, a.kind, a.status, a.content_type, a.body
    FROM sms.sms_provider AS p
    LEFT JOIN sms.sms_provider_answer AS a ON a.provider = p.provider
    ORDER BY p.provider, a.kind;
$$;

COMMENT ON FUNCTION sms.sms_answer() IS 'What each provider wants to hear and how soon, for the adapter.';
