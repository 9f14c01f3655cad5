-- setting_keep: how long rows are kept.
-- Parameters: none.
-- Reads sms_setting.
SELECT name, value, meaning
FROM sms.sms_setting
WHERE name IN ('keep_callback_days', 'keep_failed_days', 'keep_message_days', 'keep_inbound_days')
ORDER BY name;
