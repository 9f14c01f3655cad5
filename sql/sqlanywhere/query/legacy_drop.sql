-- legacy_drop: take out of the tables of older applications what `install --with legacy` put there; tables and view stay.
-- No parameters.
BEGIN
    IF EXISTS (SELECT 1 FROM SYS.SYSTRIGGER WHERE trigger_name = 'tr_sys_sms_insert') THEN
        DROP TRIGGER DBA.sys_sms.tr_sys_sms_insert;
    END IF;
    IF EXISTS (SELECT 1 FROM SYS.SYSTRIGGER WHERE trigger_name = 'tr_sys_sms_update') THEN
        DROP TRIGGER DBA.sys_sms.tr_sys_sms_update;
    END IF;
    IF EXISTS (SELECT 1 FROM SYS.SYSTRIGGER WHERE trigger_name = 'tr_sms_legacy_message') THEN
        DROP TRIGGER sms.sms_message.tr_sms_legacy_message;
    END IF;
    IF EXISTS (SELECT 1 FROM SYS.SYSTRIGGER WHERE trigger_name = 'tr_sms_legacy_status') THEN
        DROP TRIGGER sms.sms_status.tr_sms_legacy_status;
    END IF;
END;
