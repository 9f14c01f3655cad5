-- tr_sys_sms_update: so is one whose id the application learns later.
-- Calls sp_sms_legacy_register.
IF EXISTS (SELECT 1 FROM SYS.SYSTRIGGER WHERE trigger_name = 'tr_sys_sms_update') THEN
    DROP TRIGGER DBA.sys_sms.tr_sys_sms_update;
END IF;

CREATE TRIGGER tr_sys_sms_update AFTER UPDATE OF sms_api_sid ON DBA.sys_sms
REFERENCING NEW AS v_new
FOR EACH ROW
BEGIN
    CALL sms.sp_sms_legacy_register(v_new.sms_api_sid);
END;
