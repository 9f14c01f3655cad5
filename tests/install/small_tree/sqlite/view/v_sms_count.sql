CREATE VIEW v_sms_count AS
SELECT provider, count(*) AS messages FROM sms_message GROUP BY provider;
