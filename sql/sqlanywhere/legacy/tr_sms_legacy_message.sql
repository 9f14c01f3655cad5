-- tr_sms_legacy_message: what becomes of a message is written to the tables that older applications read.
-- Calls sp_sms_legacy.
IF EXISTS (SELECT 1 FROM SYS.SYSTRIGGER WHERE trigger_name = 'tr_sms_legacy_message') THEN
    DROP TRIGGER sms.sms_message.tr_sms_legacy_message;
END IF;

CREATE TRIGGER tr_sms_legacy_message AFTER UPDATE ON sms.sms_message
REFERENCING NEW AS v_new
FOR EACH ROW
BEGIN
    CALL sms.sp_sms_legacy(v_new.provider, v_new.message_id);
END;
