-- sp_sms_callback, as an older release shipped it.
CREATE VIEW sp_sms_callback AS
SELECT NULL AS p_provider, NULL AS p_params;

CREATE TRIGGER sp_sms_callback_old INSTEAD OF INSERT ON sp_sms_callback
BEGIN
    INSERT INTO sms_callback (provider, params, dedupe_key, received_at)
    VALUES (NEW.p_provider, NEW.p_params, NEW.p_params, strftime('%Y-%m-%d %H:%M:%f', 'now'));
END;
