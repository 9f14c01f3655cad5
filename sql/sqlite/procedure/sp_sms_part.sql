-- sp_sms_part: the status of one part of a long message (docs/rules.md, section 3, step 4). Internal: sp_sms_move calls it.
-- Nothing happens where the event names no part, or the message has not more than one.
-- IN p_provider, p_message_id, p_part_id, p_parts (how many the message has), p_status (ours), p_price, p_occurred_at.
-- Leaves in sms_call: part_moved (1 if the part's status moved), part_seen (the status that the message sees).
-- Writes sms_part. Reads sms_status_code.
CREATE VIEW sp_sms_part AS
SELECT
    NULL AS p_provider,
    NULL AS p_message_id,
    NULL AS p_part_id,
    NULL AS p_parts,
    NULL AS p_status,
    NULL AS p_price,
    NULL AS p_occurred_at;

CREATE TRIGGER sp_sms_part_call INSTEAD OF INSERT ON sp_sms_part WHEN NEW.p_part_id IS NOT NULL AND NEW.p_parts > 1
BEGIN
    INSERT INTO sp_sms_order (p_old_status, p_old_at, p_new_status, p_new_at)
    SELECT p.status, p.status_at, NEW.p_status, NEW.p_occurred_at
    FROM sms_call AS c
    LEFT JOIN sms_part AS p
        ON p.provider = NEW.p_provider AND p.message_id = NEW.p_message_id AND p.part_id = NEW.p_part_id;

    UPDATE sms_call SET part_moved = order_moves;

    INSERT INTO sms_part (provider, message_id, part_id, status, status_at, price)
    VALUES (NEW.p_provider, NEW.p_message_id, NEW.p_part_id, NEW.p_status, NEW.p_occurred_at, NEW.p_price)
    ON CONFLICT (provider, message_id, part_id) DO NOTHING;

    UPDATE sms_part
    SET
        status = CASE WHEN c.part_moved THEN NEW.p_status ELSE sms_part.status END,
        status_at = CASE WHEN c.part_moved THEN NEW.p_occurred_at ELSE sms_part.status_at END,
        price = CASE
            WHEN c.part_moved OR sms_part.price IS NULL THEN coalesce(NEW.p_price, sms_part.price)
            ELSE sms_part.price
        END
    FROM sms_call AS c
    WHERE sms_part.provider = NEW.p_provider AND sms_part.message_id = NEW.p_message_id AND sms_part.part_id = NEW.p_part_id;

    UPDATE sms_call
    SET part_seen = (
        SELECT
            CASE
                WHEN s.outcome = 'good' AND (
                    SELECT count(*)
                    FROM sms_part AS p
                    JOIN sms_status_code AS g ON g.status = p.status AND g.outcome = 'good'
                    WHERE p.provider = NEW.p_provider AND p.message_id = NEW.p_message_id
                ) < NEW.p_parts THEN 'sent'
                ELSE s.status
            END
        FROM sms_status_code AS s
        WHERE s.status = NEW.p_status
    );
END;
