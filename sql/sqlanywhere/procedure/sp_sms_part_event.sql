-- sp_sms_part_event: a part of sp_sms_update: an event of one part of a long message (docs/rules.md, section 3, step 4).
-- The message's row is there and locked, so that the parts of a message are never worked at once.
-- IN p_provider, p_message_key, p_message_id, p_part_id, p_parts (of the event), p_status (ours), p_price, p_occurred_at (UTC).
-- OUT p_moved: 1 if the part moved, else 0; p_seen: the status that the message sees. Of a message in one piece: 0 and p_status.
-- Writes sms_part. Reads sms_message, sms_status_code.
CREATE OR REPLACE PROCEDURE sms.sp_sms_part_event(
    IN p_provider    LONG VARCHAR,
    IN p_message_key LONG BINARY,
    IN p_message_id  LONG VARCHAR,
    IN p_part_id     LONG VARCHAR,
    IN p_parts       INTEGER,
    IN p_status      VARCHAR(16 CHAR),
    IN p_price       NUMERIC(18, 8),
    IN p_occurred_at TIMESTAMP,
    OUT p_moved      SMALLINT,
    OUT p_seen       VARCHAR(16 CHAR)
)
NO RESULT SET
BEGIN
    DECLARE v_part_key LONG BINARY;
    DECLARE v_parts    INTEGER;
    DECLARE v_outcome  VARCHAR(8 CHAR);
    DECLARE v_known    SMALLINT;

    SET p_moved = 0;
    SET p_seen = p_status;
    SET v_part_key = sms.sms_bytes(p_part_id);
    SELECT
        IF COALESCE(m.parts, 0) > COALESCE(p_parts, 0) THEN m.parts ELSE COALESCE(p_parts, 0) ENDIF,
        n.outcome,
        IF p.part_id IS NULL THEN 0 ELSE 1 ENDIF,
        sms.sms_moves(o.rank, o.final, p.status_at, n.rank, n.final, p_occurred_at)
    INTO v_parts, v_outcome, v_known, p_moved
    FROM sms.sms_message AS m
    JOIN sms.sms_status_code AS n ON n.status = p_status
    LEFT OUTER JOIN sms.sms_part AS p
        ON p.provider = m.provider AND p.message_key = m.message_key AND p.part_key = v_part_key
    LEFT OUTER JOIN sms.sms_status_code AS o ON o.status = p.status
    WHERE m.provider = p_provider AND m.message_key = p_message_key;
    IF v_parts < 2 THEN
        SET p_moved = 0;
        RETURN;
    END IF;

    IF v_known = 0 THEN
        INSERT INTO sms.sms_part (provider, message_id, part_id, message_key, part_key, status, status_at, price)
        VALUES (p_provider, p_message_id, p_part_id, p_message_key, v_part_key, p_status, p_occurred_at, p_price);
    ELSE
        UPDATE sms.sms_part
        SET
            status = IF p_moved = 1 THEN p_status ELSE status ENDIF,
            status_at = IF p_moved = 1 THEN p_occurred_at ELSE status_at ENDIF,
            price = IF p_moved = 1 OR price IS NULL THEN COALESCE(p_price, price) ELSE price ENDIF
        WHERE provider = p_provider AND message_key = p_message_key AND part_key = v_part_key;
    END IF;

    IF v_outcome = 'good' AND v_parts > (
        SELECT COUNT(*)
        FROM sms.sms_part AS p
        JOIN sms.sms_status_code AS s ON s.status = p.status
        WHERE p.provider = p_provider AND p.message_key = p_message_key AND s.outcome = 'good'
    ) THEN
        SET p_seen = 'sent';
    END IF;
END;

COMMENT ON PROCEDURE sms.sp_sms_part_event IS 'A part of sp_sms_update: an event of one part of a long message.';
