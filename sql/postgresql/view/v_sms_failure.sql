-- v_sms_failure: why messages failed: by provider, error code ('' if none) and status, with the code's text and whether the
-- same message would fail again.
-- Reads sms_message, sms_status_code, sms_provider_error.
CREATE OR REPLACE VIEW sms.v_sms_failure AS
SELECT
    m.provider,
    coalesce(m.error_code, '') AS error_code,
    coalesce(e.text, max(m.error_message)) AS text,
    e.permanent,
    m.status,
    count(*) AS messages,
    count(DISTINCT m.to_number) AS phones,
    max(m.failed_at) AS last_at
FROM sms.sms_message AS m
JOIN sms.sms_status_code AS s ON s.status = m.status AND s.outcome = 'bad'
LEFT JOIN sms.sms_provider_error AS e ON e.provider = m.provider AND e.code = m.error_code
GROUP BY m.provider, coalesce(m.error_code, ''), m.status, e.text, e.permanent;

COMMENT ON VIEW sms.v_sms_failure IS 'Why messages failed: by provider, error code and status, with the code''s text.';
COMMENT ON COLUMN sms.v_sms_failure.provider IS 'The provider.';
COMMENT ON COLUMN sms.v_sms_failure.error_code IS 'Its error code; empty if it gave none.';
COMMENT ON COLUMN sms.v_sms_failure.text IS 'The code in words.';
COMMENT ON COLUMN sms.v_sms_failure.permanent IS '1 if the same message to the same phone would fail again.';
COMMENT ON COLUMN sms.v_sms_failure.status IS 'How the messages ended.';
COMMENT ON COLUMN sms.v_sms_failure.messages IS 'How many messages.';
COMMENT ON COLUMN sms.v_sms_failure.phones IS 'How many different phones.';
COMMENT ON COLUMN sms.v_sms_failure.last_at IS 'When the last one failed (UTC).';
