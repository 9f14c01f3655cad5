-- sp_sms_move: whether a status event moves its part and its message on (docs/rules.md, section 3, steps 4 and 5). Internal:
-- sp_sms_event calls it, and it calls sp_sms_part, sp_sms_order, sp_sms_history and sp_sms_message.
-- IN p_word (the provider's), p_status and p_outcome (ours), p_error_code and p_error_message where they are kept, p_parts:
-- as many as the message has; p_is_new (1: the message is not there yet), p_old_status, p_old_at, p_old_final: the
-- message's; the others as sp_sms_update, written as in the tables.
-- Reads sms_call, sms_status_code, sms_part.
CREATE VIEW sp_sms_move AS
SELECT
    NULL AS p_provider,
    NULL AS p_message_id,
    NULL AS p_to_number,
    NULL AS p_word,
    NULL AS p_status,
    NULL AS p_outcome,
    NULL AS p_error_code,
    NULL AS p_error_message,
    NULL AS p_account,
    NULL AS p_from_number,
    NULL AS p_body,
    NULL AS p_part_id,
    NULL AS p_parts,
    NULL AS p_price,
    NULL AS p_currency,
    NULL AS p_country,
    NULL AS p_operator,
    NULL AS p_campaign,
    NULL AS p_label,
    NULL AS p_occurred_at,
    NULL AS p_received_at,
    NULL AS p_callback_id,
    NULL AS p_is_new,
    NULL AS p_old_status,
    NULL AS p_old_at,
    NULL AS p_old_final;

CREATE TRIGGER sp_sms_move_call INSTEAD OF INSERT ON sp_sms_move
BEGIN
    INSERT INTO sp_sms_part (p_provider, p_message_id, p_part_id, p_parts, p_status, p_price, p_occurred_at)
    VALUES (
        NEW.p_provider, NEW.p_message_id, NEW.p_part_id, NEW.p_parts, NEW.p_status, NEW.p_price, NEW.p_occurred_at
    );

    INSERT INTO sp_sms_order (p_old_status, p_old_at, p_new_status, p_new_at)
    VALUES (
        NEW.p_old_status,
        NEW.p_old_at,
        CASE
            WHEN NEW.p_part_id IS NOT NULL AND NEW.p_parts > 1 THEN (SELECT c.part_seen FROM sms_call AS c)
            ELSE NEW.p_status
        END,
        NEW.p_occurred_at
    );

    INSERT INTO sp_sms_history (
        p_callback_id, p_provider, p_message_id, p_part_id, p_status, p_word, p_error_code, p_error_message, p_price,
        p_occurred_at, p_received_at, p_applied
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
        (
            SELECT c.order_moves OR (NEW.p_part_id IS NOT NULL AND NEW.p_parts > 1 AND c.part_moved AND NOT NEW.p_old_final)
            FROM sms_call AS c
        )
    );

    INSERT INTO sp_sms_message (
        p_is_new, p_provider, p_message_id, p_moves, p_status, p_outcome, p_word, p_error_code, p_error_message, p_to_number,
        p_account, p_from_number, p_body, p_parts, p_price, p_parts_price, p_currency, p_country, p_operator, p_campaign,
        p_label, p_occurred_at, p_at, p_now
    )
    VALUES (
        NEW.p_is_new,
        NEW.p_provider,
        NEW.p_message_id,
        (SELECT c.order_moves FROM sms_call AS c),
        CASE
            WHEN NEW.p_part_id IS NOT NULL AND NEW.p_parts > 1 THEN (SELECT c.part_seen FROM sms_call AS c)
            ELSE NEW.p_status
        END,
        CASE
            WHEN NEW.p_part_id IS NOT NULL AND NEW.p_parts > 1
                THEN (SELECT s.outcome FROM sms_call AS c CROSS JOIN sms_status_code AS s ON s.status = c.part_seen)
            ELSE NEW.p_outcome
        END,
        NEW.p_word,
        NEW.p_error_code,
        NEW.p_error_message,
        NEW.p_to_number,
        NEW.p_account,
        NEW.p_from_number,
        NEW.p_body,
        NEW.p_parts,
        NEW.p_price,
        CASE
            WHEN NEW.p_parts > 1 THEN (
                SELECT round(sum(p.price), 8)
                FROM sms_part AS p
                WHERE p.provider = NEW.p_provider AND p.message_id = NEW.p_message_id
            )
        END,
        NEW.p_currency,
        NEW.p_country,
        NEW.p_operator,
        NEW.p_campaign,
        NEW.p_label,
        NEW.p_occurred_at,
        coalesce(NEW.p_occurred_at, NEW.p_received_at),
        strftime('%Y-%m-%d %H:%M:%f', 'now')
    );
END;
