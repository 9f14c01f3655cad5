-- contract_count: how many rows each table has.
SELECT 'sms_callback' AS table_name, COUNT(*) AS found, SUM(hits) AS total FROM sms_callback
UNION ALL SELECT 'sms_message', COUNT(*), COUNT(status) FROM sms_message
UNION ALL SELECT 'sms_status', COUNT(*), SUM(applied) FROM sms_status
UNION ALL SELECT 'sms_inbound', COUNT(*), COUNT(body) FROM sms_inbound
UNION ALL SELECT 'sms_part', COUNT(*), COUNT(price) FROM sms_part
UNION ALL SELECT 'sms_campaign', COUNT(*), SUM(progress) FROM sms_campaign
UNION ALL SELECT 'sms_opt_out', COUNT(*), COUNT(opted_in_at) FROM sms_opt_out
UNION ALL SELECT 'sms_provider', COUNT(*), 0 FROM sms_provider
UNION ALL SELECT 'sms_provider_rule', COUNT(*), 0 FROM sms_provider_rule
UNION ALL SELECT 'sms_provider_field', COUNT(*), 0 FROM sms_provider_field
UNION ALL SELECT 'sms_provider_status', COUNT(*), 0 FROM sms_provider_status
UNION ALL SELECT 'sms_account', COUNT(*), COUNT(second_secret) FROM sms_account
