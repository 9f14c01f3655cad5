-- v_sms_phone: is this number worth texting? The latest message to it whose final status says something about the phone
-- decides: its error code first, else the provider's word, else our status.
-- Reads sms_message, sms_status_code, sms_provider_status, sms_provider_error.
CREATE VIEW v_sms_phone AS
SELECT
    phone,
    CASE WHEN latest IS NULL THEN 'unknown' ELSE verdict END AS verdict,
    CASE WHEN latest IS NOT NULL THEN verdict_at END AS verdict_at,
    CASE WHEN latest IS NOT NULL THEN provider END AS provider,
    CASE WHEN latest IS NOT NULL THEN message_id END AS message_id,
    CASE WHEN latest IS NOT NULL THEN status END AS status,
    CASE WHEN latest IS NOT NULL THEN error_code END AS error_code,
    CASE WHEN latest IS NOT NULL THEN reason END AS reason,
    messages
FROM (
    -- The columns that are no aggregates are those of the row that has the max(): SQLite guarantees it.
    SELECT
        phone,
        verdict,
        verdict_at,
        provider,
        message_id,
        status,
        error_code,
        reason,
        max(CASE WHEN final AND verdict <> 'unknown' THEN updated_at || message_id END) AS latest,
        count(*) AS messages
    FROM (
        SELECT
            m.to_number AS phone,
            coalesce(e.phone, w.phone, s.phone) AS verdict,
            coalesce(m.delivered_at, m.failed_at, m.updated_at) AS verdict_at,
            m.provider,
            m.message_id,
            m.status,
            m.error_code,
            coalesce(m.error_message, s.meaning) AS reason,
            m.updated_at,
            s.final
        FROM sms_message AS m
        LEFT JOIN sms_status_code AS s ON s.status = m.status
        LEFT JOIN sms_provider_error AS e ON e.provider = m.provider AND e.code = m.error_code
        LEFT JOIN sms_provider_status AS w ON w.provider = m.provider AND w.word = lower(m.provider_status)
        WHERE m.to_number IS NOT NULL
    )
    GROUP BY phone
);
