-- v_sms_pending: messages without a final status that nothing was heard of for longer than the setting pending_hours.
-- Reads sms_message, sms_status_code, sms_setting.
CREATE VIEW v_sms_pending AS
SELECT
    m.provider,
    m.message_id,
    m.to_number,
    m.status,
    m.campaign,
    m.updated_at AS since,
    (strftime('%s', 'now') - strftime('%s', m.updated_at)) / 3600 AS hours
FROM sms_message AS m
LEFT JOIN sms_status_code AS s ON s.status = m.status
WHERE
    coalesce(s.final, 0) = 0
    AND m.updated_at < (
        SELECT strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || CAST(v.value AS INTEGER) || ' hours')
        FROM sms_setting AS v
        WHERE v.name = 'pending_hours'
    );
