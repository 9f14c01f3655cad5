-- message_count: how many messages and raw callbacks an uninstall would delete.
SELECT (SELECT COUNT(*) FROM sms.sms_message) AS messages,
       (SELECT COUNT(*) FROM sms.sms_callback) AS callbacks;
