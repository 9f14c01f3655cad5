CREATE VIEW v_sms_many AS
SELECT provider FROM v_sms_count WHERE messages > 10;
