-- drop_schema: the last step of an uninstall: the owner, and with it whatever it still owns (the installer's own tables).
IF EXISTS (SELECT 1 FROM SYS.SYSUSER WHERE user_name = 'sms') THEN
    DROP USER sms;
END IF;
