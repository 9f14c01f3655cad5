-- tr_sms_legacy_status: so is its history.
-- Calls sp_sms_legacy.
IF EXISTS (SELECT 1 FROM SYS.SYSTRIGGER WHERE trigger_name = 'tr_sms_legacy_status') THEN
    DROP TRIGGER sms.sms_status.tr_sms_legacy_status;
END IF;

CREATE TRIGGER tr_sms_legacy_status AFTER INSERT ON sms.sms_status
REFERENCING NEW AS v_new
FOR EACH ROW
BEGIN
    CALL sms.sp_sms_legacy(v_new.provider, v_new.message_id);
END;
