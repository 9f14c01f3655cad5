-- sp_sms_update: the status of one message (docs/rules.md, section 3).
-- IN p_to, p_sid, p_error_code, p_status, p_message: in this order for callers that know only these; `null`, blanks and ''
-- count as NULL there; p_message is the provider's word again under its newer name and wins. Then p_provider (default: the
-- setting default_provider), p_account, p_from_number, p_body, p_part_id, p_parts, p_error_message, p_price, p_currency,
-- p_country, p_operator, p_campaign, p_label, p_occurred_at (the provider's time), p_received_at (default: now),
-- p_callback_id. Times are UTC.
-- Calls sp_sms_event, which says what it reads and writes.
-- A missing sid or word is an error, and so is a status that sms_status_code does not have.
CREATE VIEW sp_sms_update AS
SELECT
    NULL AS p_to,
    NULL AS p_sid,
    NULL AS p_error_code,
    NULL AS p_status,
    NULL AS p_message,
    NULL AS p_provider,
    NULL AS p_account,
    NULL AS p_from_number,
    NULL AS p_body,
    NULL AS p_part_id,
    NULL AS p_parts,
    NULL AS p_error_message,
    NULL AS p_price,
    NULL AS p_currency,
    NULL AS p_country,
    NULL AS p_operator,
    NULL AS p_campaign,
    NULL AS p_label,
    NULL AS p_occurred_at,
    NULL AS p_received_at,
    NULL AS p_callback_id;

CREATE TRIGGER sp_sms_update_call INSTEAD OF INSERT ON sp_sms_update
BEGIN
    SELECT RAISE(ABORT, 'sp_sms_update: p_sid is missing') WHERE coalesce(trim(NEW.p_sid), '') IN ('', 'null');
    SELECT RAISE(ABORT, 'sp_sms_update: p_status and p_message are missing')
    WHERE coalesce(trim(NEW.p_status), '') IN ('', 'null') AND coalesce(trim(NEW.p_message), '') IN ('', 'null');

    INSERT INTO sp_sms_event (
        p_to, p_sid, p_error_code, p_status, p_message, p_provider, p_account, p_from_number, p_body, p_part_id, p_parts,
        p_error_message, p_price, p_currency, p_country, p_operator, p_campaign, p_label, p_occurred_at, p_received_at,
        p_callback_id
    )
    VALUES (
        NEW.p_to,
        NEW.p_sid,
        NEW.p_error_code,
        NEW.p_status,
        NEW.p_message,
        NEW.p_provider,
        NEW.p_account,
        NEW.p_from_number,
        NEW.p_body,
        NEW.p_part_id,
        NEW.p_parts,
        NEW.p_error_message,
        NEW.p_price,
        NEW.p_currency,
        NEW.p_country,
        NEW.p_operator,
        NEW.p_campaign,
        NEW.p_label,
        NEW.p_occurred_at,
        NEW.p_received_at,
        NEW.p_callback_id
    );
END;
