-- sp_sms_apply: understands one row of the journal and does what it says (docs/rules.md, section 2).
-- IN p_callback_id.
-- Writes sms_callback (kind, state, error, attempts, processed_at); what else, sp_sms_work says.
-- Applying again is safe.
CREATE VIEW sp_sms_apply AS
SELECT NULL AS p_callback_id;

CREATE TRIGGER sp_sms_apply_call INSTEAD OF INSERT ON sp_sms_apply
BEGIN
    INSERT INTO sp_sms_understand (p_provider, p_params, p_url_kind)
    SELECT b.provider, b.params, b.url_kind
    FROM sms_callback AS b
    WHERE b.callback_id = NEW.p_callback_id;

    UPDATE sms_callback
    SET
        kind = c.read_kind,
        state = CASE WHEN c.read_failure IS NULL THEN 'done' ELSE 'failed' END,
        error = coalesce(c.read_failure, c.read_note),
        attempts = sms_callback.attempts + 1,
        processed_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
    FROM sms_call AS c
    WHERE sms_callback.callback_id = NEW.p_callback_id;

    INSERT INTO sp_sms_work (p_callback_id, p_provider, p_kind, p_values, p_key, p_received_at)
    SELECT b.callback_id, b.provider, b.kind, c.read_values, c.read_key, b.received_at
    FROM sms_callback AS b
    CROSS JOIN sms_call AS c
    WHERE b.callback_id = NEW.p_callback_id AND b.state = 'done';

    UPDATE sms_call
    SET
        read_params = NULL,
        apply_done = apply_done + (b.state = 'done'),
        apply_failed = apply_failed + (b.state = 'failed')
    FROM sms_callback AS b
    WHERE b.callback_id = NEW.p_callback_id;
END;
