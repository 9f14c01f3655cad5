-- sp_sms_callback: a small head procedure.
CREATE VIEW sp_sms_callback AS
SELECT NULL AS p_provider, NULL AS p_params;

CREATE TRIGGER sp_sms_callback_call INSTEAD OF INSERT ON sp_sms_callback
BEGIN
    INSERT INTO sms_callback (params) VALUES (NEW.p_params);
END;
