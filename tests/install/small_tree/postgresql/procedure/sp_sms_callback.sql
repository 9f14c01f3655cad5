-- sp_sms_callback: a small head procedure.
CREATE OR REPLACE PROCEDURE sms.sp_sms_callback(IN p_provider text, IN p_params text)
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO sms.sms_callback (callback_id, params) VALUES ((SELECT count(*) FROM sms.sms_callback), p_params);
END
$$;
