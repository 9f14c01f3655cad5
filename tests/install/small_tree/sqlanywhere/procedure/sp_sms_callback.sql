-- sp_sms_callback: a small head procedure.
CREATE OR REPLACE PROCEDURE sms.sp_sms_callback(IN p_provider LONG VARCHAR, IN p_params LONG VARCHAR)
BEGIN
    INSERT INTO sms.sms_callback (callback_id, params) VALUES ((SELECT COUNT(*) FROM sms.sms_callback), p_params);
END;

COMMENT ON PROCEDURE sms.sp_sms_callback IS 'A small head procedure';
