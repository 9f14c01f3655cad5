-- v_sms_failure: why messages failed: by provider, error code ('' if none) and status, with the code's text and whether the
-- same message would fail again.
-- Reads sms_message, sms_status_code, sms_provider_error.
CREATE VIEW v_sms_failure AS
SELECT
    m.provider,
    coalesce(m.error_code, '') AS error_code,
    coalesce(e.text, max(m.error_message)) AS text,
    e.permanent,
    m.status,
    count(*) AS messages,
    count(DISTINCT m.to_number) AS phones,
    max(m.failed_at) AS last_at
FROM sms_message AS m
JOIN sms_status_code AS s ON s.status = m.status AND s.outcome = 'bad'
LEFT JOIN sms_provider_error AS e ON e.provider = m.provider AND e.code = m.error_code
GROUP BY m.provider, coalesce(m.error_code, ''), m.status, e.text, e.permanent;
