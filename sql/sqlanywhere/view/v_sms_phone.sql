-- v_sms_phone: is this number worth texting? The latest message to it whose final status says something about the phone
-- decides: its error code first, else the provider's word, else our status.
-- Reads sms_message, sms_status_code, sms_provider_status, sms_provider_error.
CREATE OR REPLACE VIEW sms.v_sms_phone AS
SELECT
    p.phone,
    COALESCE(d.verdict, 'unknown') AS verdict,
    d.verdict_at,
    d.provider,
    d.message_id,
    d.status,
    d.error_code,
    d.reason,
    p.messages
FROM (
    SELECT m.to_number AS phone, CAST(m.to_number AS VARBINARY(256)) AS phone_key, COUNT(*) AS messages
    FROM sms.sms_message AS m
    WHERE m.to_number IS NOT NULL
    GROUP BY m.to_number, CAST(m.to_number AS VARBINARY(256))
) AS p
LEFT OUTER JOIN (
    SELECT
        v.phone_key,
        v.verdict,
        v.verdict_at,
        v.provider,
        v.message_id,
        v.status,
        v.error_code,
        v.reason,
        ROW_NUMBER() OVER (PARTITION BY v.phone_key ORDER BY v.updated_at DESC, v.message_key DESC) AS place
    FROM (
        SELECT
            CAST(m.to_number AS VARBINARY(256)) AS phone_key,
            COALESCE(e.phone, w.phone, s.phone) AS verdict,
            COALESCE(m.delivered_at, m.failed_at, m.updated_at) AS verdict_at,
            m.provider,
            m.message_id,
            m.message_key,
            m.status,
            m.error_code,
            COALESCE(m.error_message, s.meaning) AS reason,
            m.updated_at
        FROM sms.sms_message AS m
        JOIN sms.sms_status_code AS s ON s.status = m.status AND s.final = 1
        LEFT OUTER JOIN sms.sms_provider_error AS e
            ON e.provider = m.provider
                AND e.code = m.error_code
                AND CAST(e.code AS VARBINARY(256)) = CAST(m.error_code AS VARBINARY(256))
        LEFT OUTER JOIN sms.sms_provider_status AS w
            ON w.provider = m.provider AND w.word = LOWER(m.provider_status)
        WHERE m.to_number IS NOT NULL
    ) AS v
    WHERE v.verdict <> 'unknown'
) AS d ON d.phone_key = p.phone_key AND d.place = 1;

COMMENT ON VIEW sms.v_sms_phone IS 'Is this number worth texting: the latest final verdict per phone.';
