-- tr_sys_sms_insert: a message that an older application notes in DBA.sys_sms is registered.
-- Calls sp_sms_legacy_register.
IF EXISTS (SELECT 1 FROM SYS.SYSTRIGGER WHERE trigger_name = 'tr_sys_sms_insert') THEN
    DROP TRIGGER DBA.sys_sms.tr_sys_sms_insert;
END IF;

CREATE TRIGGER tr_sys_sms_insert AFTER INSERT ON DBA.sys_sms
REFERENCING NEW AS v_new
FOR EACH ROW
BEGIN
    CALL sms.sp_sms_legacy_register(v_new.sms_api_sid);
END;
