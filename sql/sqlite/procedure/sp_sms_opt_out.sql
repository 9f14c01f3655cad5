-- sp_sms_opt_out: a phone opts out of a sender's messages, or in again (docs/rules.md, section 4).
-- IN p_provider, p_number, p_sender (default: ''), p_type (STOP, the default, or START), p_keyword, p_occurred_at (UTC,
-- default: now), p_callback_id.
-- Calls sp_sms_opt. A p_type that is neither is an error.
CREATE VIEW sp_sms_opt_out AS
SELECT
    NULL AS p_provider,
    NULL AS p_number,
    NULL AS p_sender,
    NULL AS p_type,
    NULL AS p_keyword,
    NULL AS p_occurred_at,
    NULL AS p_callback_id;

CREATE TRIGGER sp_sms_opt_out_call INSTEAD OF INSERT ON sp_sms_opt_out
BEGIN
    SELECT RAISE(ABORT, 'sp_sms_opt_out: p_type is neither STOP nor START')
    WHERE upper(NEW.p_type) NOT IN ('STOP', 'START');

    INSERT INTO sp_sms_opt (p_provider, p_number, p_sender, p_type, p_keyword, p_occurred_at, p_callback_id)
    VALUES (NEW.p_provider, NEW.p_number, NEW.p_sender, NEW.p_type, NEW.p_keyword, NEW.p_occurred_at, NEW.p_callback_id);
END;
