CREATE OR REPLACE VIEW sms.v_sms_many AS
SELECT provider FROM sms.v_sms_count WHERE messages > 10;
