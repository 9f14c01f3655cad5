-- message_count: how many messages and raw callbacks an uninstall would delete.
SELECT (SELECT count(*) FROM sms_message) AS messages,
       (SELECT count(*) FROM sms_callback) AS callbacks;
