-- v_sms_phone: is this number worth texting? The latest message to it whose final status says something about the phone
-- decides: its error code first, else the provider's word, else our status.
-- Reads sms_message, sms_status_code, sms_provider_status, sms_provider_error.
CREATE OR REPLACE VIEW sms.v_sms_phone AS
SELECT
    p.phone,
    coalesce(d.verdict, 'unknown') AS verdict,
    d.verdict_at,
    d.provider,
    d.message_id,
    d.status,
    d.error_code,
    d.reason,
    p.messages
FROM (
    SELECT m.to_number AS phone, count(*) AS messages
    FROM sms.sms_message AS m
    WHERE m.to_number IS NOT NULL
    GROUP BY m.to_number
) AS p
LEFT JOIN (
    SELECT DISTINCT ON (v.phone) v.phone, v.verdict, v.verdict_at, v.provider, v.message_id, v.status, v.error_code, v.reason
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
            m.updated_at
        FROM sms.sms_message AS m
        JOIN sms.sms_status_code AS s ON s.status = m.status AND s.final = 1
        LEFT JOIN sms.sms_provider_error AS e ON e.provider = m.provider AND e.code = m.error_code
        LEFT JOIN sms.sms_provider_status AS w
            ON w.provider = m.provider AND w.word = lower(m.provider_status COLLATE "C")
    ) AS v
    WHERE v.verdict <> 'unknown'
    ORDER BY v.phone, v.updated_at DESC, v.message_id DESC
) AS d ON d.phone = p.phone;

COMMENT ON VIEW sms.v_sms_phone IS 'Is this number worth texting: the latest final verdict per phone.';
COMMENT ON COLUMN sms.v_sms_phone.phone IS 'The number, as the providers write it.';
COMMENT ON COLUMN sms.v_sms_phone.verdict IS 'Is it worth texting: valid, invalid or unknown.';
COMMENT ON COLUMN sms.v_sms_phone.verdict_at IS 'When the deciding message ended (UTC).';
COMMENT ON COLUMN sms.v_sms_phone.provider IS 'Provider of the deciding message.';
COMMENT ON COLUMN sms.v_sms_phone.message_id IS 'The deciding message.';
COMMENT ON COLUMN sms.v_sms_phone.status IS 'Its status.';
COMMENT ON COLUMN sms.v_sms_phone.error_code IS 'Its error code.';
COMMENT ON COLUMN sms.v_sms_phone.reason IS 'The verdict in words.';
COMMENT ON COLUMN sms.v_sms_phone.messages IS 'How many messages went to this number.';
