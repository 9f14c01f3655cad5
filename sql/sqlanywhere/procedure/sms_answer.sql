-- sms_answer: what each provider wants to hear and how soon, one row an answer; kind is NULL for a provider without. With the
-- rights of its owner, since role sms_web may read no table.
-- Reads sms_provider, sms_provider_answer.
CREATE OR REPLACE PROCEDURE sms.sms_answer()
RESULT (
    provider     VARCHAR(32 CHAR),
    deadline_ms  INTEGER,
    kind         VARCHAR(16 CHAR),
    status       INTEGER,
    content_type VARCHAR(80 CHAR),
    body         VARCHAR(500 CHAR)
)
BEGIN
    SELECT p.provider, p.deadline_ms, a.kind, a.status, a.content_type, a.body
    FROM sms.sms_provider AS p
    LEFT OUTER JOIN sms.sms_provider_answer AS a ON a.provider = p.provider
    ORDER BY p.provider, a.kind;
END;

COMMENT ON PROCEDURE sms.sms_answer IS 'What each provider wants to hear and how soon, for the adapter.';
