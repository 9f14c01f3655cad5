CREATE OR REPLACE VIEW sms.v_sms_count AS
SELECT provider, COUNT(*) AS messages FROM sms.sms_message GROUP BY provider;
