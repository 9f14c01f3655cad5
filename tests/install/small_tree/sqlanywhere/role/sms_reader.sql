IF NOT EXISTS (SELECT 1 FROM SYS.SYSUSER WHERE user_name = 'sms_reader') THEN
    CREATE USER sms_reader;
END IF;
GRANT GROUP TO sms_reader;
GRANT SELECT ON sms.sms_message TO sms_reader;
IF EXISTS (SELECT 1 FROM SYS.SYSTAB WHERE table_name = 'v_sms_many') THEN
    GRANT SELECT ON sms.v_sms_many TO sms_reader;
END IF;
