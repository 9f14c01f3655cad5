-- v_sms_failure: why messages failed: by provider, error code ('' if none) and status, with the code's text and whether the
-- same message would fail again.
-- Reads sms_message, sms_status_code, sms_provider_error.
CREATE OR REPLACE VIEW sms.v_sms_failure AS
SELECT
    m.provider,
    COALESCE(m.error_code, '') AS error_code,
    COALESCE(e.text, MAX(m.error_message)) AS text,
    e.permanent,
    m.status,
    COUNT(*) AS messages,
    COUNT(DISTINCT CAST(m.to_number AS VARBINARY(256))) AS phones,
    MAX(m.failed_at) AS last_at
FROM sms.sms_message AS m
JOIN sms.sms_status_code AS s ON s.status = m.status AND s.outcome = 'bad'
LEFT OUTER JOIN sms.sms_provider_error AS e
    ON e.provider = m.provider
        AND e.code = m.error_code
        AND CAST(e.code AS VARBINARY(256)) = CAST(m.error_code AS VARBINARY(256))
GROUP BY
    m.provider, COALESCE(m.error_code, ''), CAST(m.error_code AS VARBINARY(256)), m.status, e.text, e.permanent;

COMMENT ON VIEW sms.v_sms_failure IS 'Why messages failed: by provider, error code and status, with the code''s text.';
