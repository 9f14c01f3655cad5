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
    floor(extract(epoch FROM clock_timestamp() AT TIME ZONE 'UTC' - m.updated_at) / 3600)::integer AS hours
FROM sms.sms_message AS m
LEFT JOIN sms.sms_status_code AS s ON s.status = m.status
WHERE coalesce(s.final, 0) = 0
    AND m.updated_at < (
        SELECT now() AT TIME ZONE 'UTC' - make_interval(hours => v.value::integer)
        FROM sms.sms_setting AS v
        WHERE v.name = 'pending_hours'
    );

COMMENT ON VIEW sms.v_sms_pending IS 'Messages without a final status for longer than the setting pending_hours.';
COMMENT ON COLUMN sms.v_sms_pending.provider IS 'The provider.';
COMMENT ON COLUMN sms.v_sms_pending.message_id IS 'The message.';
COMMENT ON COLUMN sms.v_sms_pending.to_number IS 'The phone.';
COMMENT ON COLUMN sms.v_sms_pending.status IS 'Its status so far.';
COMMENT ON COLUMN sms.v_sms_pending.campaign IS 'Its campaign.';
COMMENT ON COLUMN sms.v_sms_pending.since IS 'When it was last changed (UTC).';
COMMENT ON COLUMN sms.v_sms_pending.hours IS 'Full hours since then.';
