-- v_sms_zone_gone: a view that is no longer shipped. It uses one that has other columns now.
CREATE OR REPLACE VIEW sms.v_sms_zone_gone AS
SELECT message_id FROM sms.v_sms_pending;
