-- sms_part_event: an event of one part of a long message (docs/rules.md, section 3, step 4). Internal: sms_update calls it.
-- Makes the message's row if it is not there, and locks it, so that the parts of a message are never worked at once.
-- IN p_provider, p_message_id, p_part_id, p_parts (of the event), p_status (ours), p_price, p_occurred_at (UTC).
-- OUT p_moved: whether the part moved; p_seen: the status that the message sees. Of a message in one piece: false and p_status.
-- Writes sms_message (an empty row), sms_part. Reads sms_status_code.
CREATE OR REPLACE FUNCTION sms.sms_part_event(
    IN p_provider    text,
    IN p_message_id  text,
    IN p_part_id     text,
    IN p_parts       integer,
    IN p_status      text,
    IN p_price       numeric,
    IN p_occurred_at timestamp,
    OUT p_moved      boolean,
    OUT p_seen       text
)
LANGUAGE plpgsql
AS $$
DECLARE
    v_now     timestamp(3) := clock_timestamp() AT TIME ZONE 'UTC';
    v_parts   integer;
    v_outcome text;
BEGIN
    p_moved := false;
    p_seen := p_status;
    INSERT INTO sms.sms_message (provider, message_id, created_at, updated_at)
    VALUES (p_provider, p_message_id, v_now, v_now)
    ON CONFLICT (provider, message_id) DO NOTHING;
    SELECT greatest(m.parts, p_parts)
    INTO v_parts
    FROM sms.sms_message AS m
    WHERE m.provider = p_provider AND m.message_id = p_message_id
    FOR UPDATE;
    IF v_parts IS NULL OR v_parts < 2 THEN
        RETURN;
    END IF;

    SELECT n.outcome, sms.sms_moves(o.rank, o.final, p.status_at, n.rank, n.final, p_occurred_at)
    INTO v_outcome, p_moved
    FROM sms.sms_status_code AS n
    LEFT JOIN sms.sms_part AS p
        ON p.provider = p_provider AND p.message_id = p_message_id AND p.part_id = p_part_id
    LEFT JOIN sms.sms_status_code AS o ON o.status = p.status
    WHERE n.status = p_status;

    INSERT INTO sms.sms_part AS p (provider, message_id, part_id, status, status_at, price)
    VALUES (p_provider, p_message_id, p_part_id, p_status, p_occurred_at, p_price)
    ON CONFLICT (provider, message_id, part_id) DO UPDATE
    SET
        status = CASE WHEN p_moved THEN excluded.status ELSE p.status END,
        status_at = CASE WHEN p_moved THEN excluded.status_at ELSE p.status_at END,
        price = CASE WHEN p_moved OR p.price IS NULL THEN coalesce(excluded.price, p.price) ELSE p.price END;

    IF v_outcome = 'good' AND v_parts > (
        SELECT count(*)
        FROM sms.sms_part AS p
        JOIN sms.sms_status_code AS s ON s.status = p.status
        WHERE p.provider = p_provider AND p.message_id = p_message_id AND s.outcome = 'good'
    ) THEN
        p_seen := 'sent';
    END IF;
END
$$;

COMMENT ON FUNCTION sms.sms_part_event(text, text, text, integer, text, numeric, timestamp) IS 'An event of one part of a long message: whether the part moved, and the status that the message sees.';
