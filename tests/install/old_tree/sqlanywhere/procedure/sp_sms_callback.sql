-- sp_sms_callback, as an older release shipped it.
CREATE OR REPLACE PROCEDURE sms.sp_sms_callback(IN p_provider LONG VARCHAR, IN p_params LONG VARCHAR)
BEGIN
    INSERT INTO sms.sms_callback (provider, params, dedupe_key, dedupe_bytes, received_at)
    VALUES (p_provider, p_params, p_params, CAST(p_params AS LONG BINARY), CURRENT UTC TIMESTAMP);
END;
