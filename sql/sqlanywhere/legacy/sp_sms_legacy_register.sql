-- sp_sms_legacy_register: an older application has noted in DBA.sys_sms which message it sent: that registers it here, and
-- what came of it before is written back to its row.
-- IN p_sid: as that application has it; NULL, blanks and the text `null` count as none.
-- Reads sms_setting (default_provider); calls sp_sms_register.
CREATE OR REPLACE PROCEDURE sms.sp_sms_legacy_register(IN p_sid LONG VARCHAR)
NO RESULT SET
BEGIN
    DECLARE v_sid      LONG VARCHAR;
    DECLARE v_provider VARCHAR(32 CHAR);

    SET v_sid = TRIM(sms.sms_given(p_sid));
    IF v_sid IS NULL THEN
        RETURN;
    END IF;
    SET v_provider = COALESCE((SELECT value FROM sms.sms_setting WHERE name = 'default_provider'), 'twilio');
    CALL sms.sp_sms_register(v_provider, v_sid);
    CALL sms.sp_sms_legacy(v_provider, v_sid);
END;

COMMENT ON PROCEDURE sms.sp_sms_legacy_register IS 'Registers a message that an older application noted in DBA.sys_sms.';

GRANT EXECUTE ON sms.sp_sms_legacy_register TO DBA;
