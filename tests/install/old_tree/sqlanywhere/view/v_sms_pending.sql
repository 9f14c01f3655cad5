-- v_sms_pending, as an older release shipped it.
CREATE OR REPLACE VIEW sms.v_sms_pending AS
SELECT updated_at AS since, message_id FROM sms.sms_message WHERE status IS NULL;
