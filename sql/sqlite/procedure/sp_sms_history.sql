-- sp_sms_history: one row of a message's history (docs/rules.md, section 3, step 6). Internal: sp_sms_move calls it.
-- IN the columns of sms_status; p_word is its provider_status.
-- A callback that is applied again finds its row there, and nothing happens. Writes sms_status.
CREATE VIEW sp_sms_history AS
SELECT
    NULL AS p_callback_id,
    NULL AS p_provider,
    NULL AS p_message_id,
    NULL AS p_part_id,
    NULL AS p_status,
    NULL AS p_word,
    NULL AS p_error_code,
    NULL AS p_error_message,
    NULL AS p_price,
    NULL AS p_occurred_at,
    NULL AS p_received_at,
    NULL AS p_applied;

CREATE TRIGGER sp_sms_history_call INSTEAD OF INSERT ON sp_sms_history
WHEN NOT EXISTS (
    SELECT 1
    FROM sms_status AS h
    WHERE
        h.callback_id = NEW.p_callback_id
        AND h.provider = NEW.p_provider
        AND h.message_id = NEW.p_message_id
        AND h.part_id IS NEW.p_part_id
        AND h.status = NEW.p_status
        AND h.provider_status = NEW.p_word
        AND h.error_code IS NEW.p_error_code
        AND h.occurred_at IS NEW.p_occurred_at
)
BEGIN
    INSERT INTO sms_status (
        callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price, occurred_at,
        received_at, applied
    )
    VALUES (
        NEW.p_callback_id,
        NEW.p_provider,
        NEW.p_message_id,
        NEW.p_part_id,
        NEW.p_status,
        NEW.p_word,
        NEW.p_error_code,
        NEW.p_error_message,
        NEW.p_price,
        NEW.p_occurred_at,
        NEW.p_received_at,
        NEW.p_applied
    );
END;
