-- v_sms_orphan: messages that a status came for, but that nobody registered.
-- Reads sms_message.
CREATE OR REPLACE VIEW sms.v_sms_orphan AS
SELECT
    m.provider,
    m.message_id,
    m.to_number,
    m.status,
    m.created_at AS first_at,
    m.updated_at AS last_at
FROM sms.sms_message AS m
WHERE m.registered_at IS NULL;

COMMENT ON VIEW sms.v_sms_orphan IS 'Messages that a status came for, but that nobody registered.';
