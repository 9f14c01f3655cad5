-- sp_sms_take: one callback of a group. Internal: sp_sms_callback_group calls it.
-- IN p_place: of the callback in its group, from 0; the others as sp_sms_callback.
-- Leaves in sms_call_group what became of it. Calls sp_sms_callback.
CREATE VIEW sp_sms_take AS
SELECT
    NULL AS p_place,
    NULL AS p_provider,
    NULL AS p_params,
    NULL AS p_url_kind,
    NULL AS p_method,
    NULL AS p_path,
    NULL AS p_remote_addr,
    NULL AS p_via,
    NULL AS p_token,
    NULL AS p_digest,
    NULL AS p_error,
    NULL AS p_received_at;

CREATE TRIGGER sp_sms_take_call INSTEAD OF INSERT ON sp_sms_take
BEGIN
    INSERT INTO sp_sms_callback (
        p_provider, p_params, p_url_kind, p_method, p_path, p_remote_addr, p_via, p_token, p_digest, p_error, p_received_at
    )
    VALUES (
        NEW.p_provider, NEW.p_params, NEW.p_url_kind, NEW.p_method, NEW.p_path, NEW.p_remote_addr, NEW.p_via, NEW.p_token,
        NEW.p_digest, NEW.p_error, NEW.p_received_at
    );

    REPLACE INTO sms_call_group (place, outcome)
    SELECT
        NEW.p_place,
        json_object(
            'p_callback_id', o.p_callback_id, 'p_state', o.p_state, 'p_duplicate', o.p_duplicate,
            'p_answer_status', o.p_answer_status, 'p_answer_type', o.p_answer_type, 'p_answer_body', o.p_answer_body
        )
    FROM sp_sms_callback AS o;
END;
