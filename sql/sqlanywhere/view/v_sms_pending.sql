-- v_sms_pending: messages without a final status that nothing was heard of for longer than the setting pending_hours.
-- Reads sms_message, sms_status_code, sms_setting.
CREATE OR REPLACE VIEW sms.v_sms_pending AS
SELECT
    m.provider,
    m.message_id,
    m.to_number,
    m.status,
    m.campaign,
    m.updated_at AS since,
    CAST(
        FLOOR(DATEDIFF(MILLISECOND, m.updated_at, CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP)) / 3600000.0) AS INTEGER
    ) AS hours
FROM sms.sms_message AS m
LEFT OUTER JOIN sms.sms_status_code AS s ON s.status = m.status
WHERE COALESCE(s.final, 0) = 0
    AND m.updated_at < (
        SELECT DATEADD(HOUR, -CAST(v.value AS INTEGER), CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP))
        FROM sms.sms_setting AS v
        WHERE v.name = 'pending_hours'
    );

COMMENT ON VIEW sms.v_sms_pending IS 'Messages without a final status for longer than the setting pending_hours.';
