-- sp_sms_callback, as an older release shipped it.
CREATE OR REPLACE PROCEDURE sms.sp_sms_callback(IN p_provider text, IN p_params text)
LANGUAGE sql
AS $$
    INSERT INTO sms.sms_callback (provider, params, dedupe_key, received_at)
    VALUES (p_provider, p_params::json, p_params, now() AT TIME ZONE 'UTC');
$$;
