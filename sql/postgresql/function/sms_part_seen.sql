-- sms_part_seen: an event of one part of a long message (docs/rules.md, section 3, step 4). sp_sms_update calls it when it
-- has locked the message's row, so that the parts of a message are never worked at once.
-- IN p_provider, p_message_id, p_part_id, p_parts (how many the message has), p_status (ours), p_price, p_occurred_at (UTC).
-- OUT p_moved: whether the part moved; p_seen: the status that the message sees.
-- Writes sms_part. Reads sms_status_code.
CREATE OR REPLACE FUNCTION sms.sms_part_seen(
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
    v_outcome text;
BEGIN
    SELECT
        n.outcome,
        sms.sms_moves(o.rank, o.final, p.status_at, n.rank, n.final, p_occurred_at)
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

    p_seen := p_status;
    IF v_outcome = 'good' AND p_parts > (
        SELECT count(*)
        FROM sms.sms_part AS p
        JOIN sms.sms_status_code AS s ON s.status = p.status
        WHERE p.provider = p_provider AND p.message_id = p_message_id AND s.outcome = 'good'
    ) THEN
        p_seen := 'sent';
    END IF;
END
$$;

COMMENT ON FUNCTION sms.sms_part_seen(text, text, text, integer, text, numeric, timestamp) IS 'An event of one part of a long message: whether the part moved, and the status that the message sees.';
