CREATE OR REPLACE VIEW sms.v_sms_count AS
SELECT sms.sms_word(provider) AS provider, count(*) AS messages FROM sms.sms_message GROUP BY 1;
