-- sms_reader, as an older release shipped it: it could read too much.
IF NOT EXISTS (SELECT 1 FROM SYS.SYSUSER WHERE user_name = 'sms_reader') THEN
    CREATE USER sms_reader;
END IF;
GRANT GROUP TO sms_reader;
GRANT SELECT ON sms.sms_account TO sms_reader;
