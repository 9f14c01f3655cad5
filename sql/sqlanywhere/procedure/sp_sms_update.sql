-- sp_sms_update: the status of one message (docs/rules.md, section 3).
-- IN p_to, p_sid, p_error_code, p_status, p_message: in this order for callers that know only these; `null`, blanks and ''
-- count as NULL there; p_message is the provider's word again under its newer name and wins. Then p_provider (default: the
-- setting default_provider), p_account, p_from_number, p_body, p_part_id, p_parts, p_error_message, p_price, p_currency,
-- p_country, p_operator, p_campaign, p_label, p_occurred_at (the provider's time), p_received_at (default: now),
-- p_callback_id. Times are UTC.
-- Writes sms_message, sms_status; calls sp_sms_part_event. Reads sms_provider_status, sms_status_code, sms_provider_error,
-- sms_setting. Locks the message's row and no other.
-- A missing sid or word is an error, which the caller sees when its outermost procedure ends. A status that is not in
-- sms_status_code is one, too: SQLSTATE 99001, which the caller may catch.
CREATE OR REPLACE PROCEDURE sms.sp_sms_update(
    IN p_to            LONG VARCHAR   DEFAULT NULL,
    IN p_sid           LONG VARCHAR   DEFAULT NULL,
    IN p_error_code    LONG VARCHAR   DEFAULT NULL,
    IN p_status        LONG VARCHAR   DEFAULT NULL,
    IN p_message       LONG VARCHAR   DEFAULT NULL,
    IN p_provider      LONG VARCHAR   DEFAULT NULL,
    IN p_account       LONG VARCHAR   DEFAULT NULL,
    IN p_from_number   LONG VARCHAR   DEFAULT NULL,
    IN p_body          LONG VARCHAR   DEFAULT NULL,
    IN p_part_id       LONG VARCHAR   DEFAULT NULL,
    IN p_parts         INTEGER        DEFAULT NULL,
    IN p_error_message LONG VARCHAR   DEFAULT NULL,
    IN p_price         NUMERIC(18, 8) DEFAULT NULL,
    IN p_currency      LONG VARCHAR   DEFAULT NULL,
    IN p_country       LONG VARCHAR   DEFAULT NULL,
    IN p_operator      LONG VARCHAR   DEFAULT NULL,
    IN p_campaign      LONG VARCHAR   DEFAULT NULL,
    IN p_label         LONG VARCHAR   DEFAULT NULL,
    IN p_occurred_at   TIMESTAMP      DEFAULT NULL,
    IN p_received_at   TIMESTAMP      DEFAULT NULL,
    IN p_callback_id   BIGINT         DEFAULT NULL
)
NO RESULT SET
BEGIN
    DECLARE no_such_status EXCEPTION FOR SQLSTATE '99001';
    DECLARE v_now        TIMESTAMP;
    DECLARE v_word       LONG VARCHAR;
    DECLARE v_lower      LONG VARCHAR;
    DECLARE v_provider   LONG VARCHAR;
    DECLARE v_key        LONG BINARY;
    DECLARE v_status     VARCHAR(16 CHAR);
    DECLARE v_seen       VARCHAR(16 CHAR);
    DECLARE v_outcome    VARCHAR(8 CHAR);
    DECLARE v_old_final  SMALLINT;
    DECLARE v_moves      SMALLINT;
    DECLARE v_part_moved SMALLINT;
    DECLARE v_part_price NUMERIC(18, 8);
    DECLARE v_at         TIMESTAMP;
    DECLARE v_code       LONG VARCHAR;
    DECLARE v_text       LONG VARCHAR;

    SET v_word = COALESCE(sms.sms_given(p_message), sms.sms_given(p_status));
    IF v_word IS NULL OR sms.sms_given(p_sid) IS NULL THEN
        RAISERROR 17002 'sp_sms_update: p_sid, or p_status and p_message, are missing';
        RETURN;
    END IF;
    SET v_now = CURRENT UTC TIMESTAMP;
    SET v_at = COALESCE(p_occurred_at, p_received_at, v_now);
    SET v_provider = COALESCE(p_provider, (SELECT s.value FROM sms.sms_setting AS s WHERE s.name = 'default_provider'));
    SET v_key = sms.sms_bytes(p_sid);

    -- Step 1: our status.
    SET v_lower = sms.sms_lower(v_word);
    SET v_status = (
        SELECT n.status
        FROM sms.sms_status_code AS n
        WHERE n.status = COALESCE(
            (
                SELECT p.status
                FROM sms.sms_provider_status AS p
                WHERE p.provider = v_provider AND p.word = v_lower
                    AND CAST(p.word AS LONG BINARY) = CAST(v_lower AS LONG BINARY)
            ),
            'unknown')
    );
    IF v_status IS NULL THEN
        SIGNAL no_such_status;
    END IF;

    -- Step 3: the row, locked: an UPDATE waits for whoever works on it. If another is first to make it, once more.
    own_row: LOOP
        UPDATE sms.sms_message SET updated_at = v_now WHERE provider = v_provider AND message_key = v_key;
        IF @@rowcount > 0 THEN
            LEAVE own_row;
        END IF;
        BEGIN
            INSERT INTO sms.sms_message (provider, message_id, message_key, created_at, updated_at)
            VALUES (v_provider, p_sid, v_key, v_now, v_now);
        EXCEPTION
            WHEN OTHERS THEN
                IF SQLCODE NOT IN (-193, -196) THEN
                    RESIGNAL;
                END IF;
        END;
    END LOOP own_row;

    -- Step 4: the part.
    SET v_seen = v_status;
    SET v_part_moved = 0;
    IF p_part_id IS NOT NULL THEN
        CALL sms.sp_sms_part_event(
            v_provider, v_key, p_sid, p_part_id, p_parts, v_status, p_price, p_occurred_at, v_part_moved, v_seen);
    END IF;
    IF p_part_id IS NOT NULL OR p_price IS NOT NULL THEN
        SET v_part_price = (
            SELECT SUM(p.price) FROM sms.sms_part AS p WHERE p.provider = v_provider AND p.message_key = v_key
        );
    END IF;

    -- Step 5: the order.
    SELECT
        o.final,
        n.outcome,
        sms.sms_moves(o.rank, o.final, m.status_at, n.rank, n.final, p_occurred_at)
    INTO v_old_final, v_outcome, v_moves
    FROM sms.sms_message AS m
    JOIN sms.sms_status_code AS n ON n.status = v_seen
    LEFT OUTER JOIN sms.sms_status_code AS o ON o.status = m.status
    WHERE m.provider = v_provider AND m.message_key = v_key;
    -- No row: there is no `sent`, which a message is while some of its parts are on their way.
    IF v_moves IS NULL THEN
        SIGNAL no_such_status;
    END IF;

    -- Step 2: the error, where there is one.
    IF v_outcome = 'bad' OR v_seen = 'unknown' THEN
        SET v_code = sms.sms_given(p_error_code);
        SET v_text = COALESCE(
            p_error_message,
            (
                SELECT e.text
                FROM sms.sms_provider_error AS e
                WHERE e.provider = v_provider AND e.code = v_code
                    AND CAST(e.code AS LONG BINARY) = CAST(v_code AS LONG BINARY)
            ));
    END IF;

    -- Step 7: the row.
    UPDATE sms.sms_message
    SET
        account = COALESCE(account, p_account),
        from_number = COALESCE(from_number, p_from_number),
        to_number = COALESCE(to_number, sms.sms_given(p_to)),
        body = COALESCE(body, p_body),
        status = IF v_moves = 1 THEN v_seen ELSE status ENDIF,
        provider_status = IF v_moves = 1 THEN v_word ELSE provider_status ENDIF,
        status_at = IF v_moves = 1 THEN p_occurred_at ELSE status_at ENDIF,
        error_code = IF v_moves = 1 THEN v_code ELSE error_code ENDIF,
        error_message = IF v_moves = 1 THEN v_text ELSE error_message ENDIF,
        parts = IF COALESCE(parts, 0) >= COALESCE(p_parts, 0) THEN parts ELSE p_parts ENDIF,
        price = COALESCE(v_part_price, IF v_moves = 1 OR price IS NULL THEN p_price ENDIF, price),
        currency = IF p_price IS NOT NULL AND (v_moves = 1 OR price IS NULL OR v_part_price IS NOT NULL)
            THEN COALESCE(p_currency, currency)
            ELSE currency
        ENDIF,
        country = COALESCE(country, p_country),
        operator = COALESCE(operator, p_operator),
        campaign = COALESCE(campaign, p_campaign),
        label = COALESCE(label, p_label),
        queued_at = CASE
            WHEN v_seen <> 'queued' THEN queued_at
            WHEN v_moves = 1 THEN v_at
            ELSE COALESCE(queued_at, p_occurred_at)
        END,
        sent_at = CASE
            WHEN v_seen <> 'sent' THEN sent_at
            WHEN v_moves = 1 THEN v_at
            ELSE COALESCE(sent_at, p_occurred_at)
        END,
        delivered_at = CASE
            WHEN v_moves = 0 OR v_outcome = 'pending' THEN delivered_at
            WHEN v_seen = 'read' THEN COALESCE(delivered_at, v_at)
            WHEN v_outcome = 'good' THEN v_at
        END,
        failed_at = CASE
            WHEN v_moves = 0 OR v_outcome = 'pending' THEN failed_at
            WHEN v_outcome = 'bad' THEN v_at
        END
    WHERE provider = v_provider AND message_key = v_key;

    -- Step 6: the history. A callback that is applied again finds its row there.
    IF NOT EXISTS (
        SELECT 1
        FROM sms.sms_status AS h
        WHERE h.callback_id = p_callback_id
            AND h.provider = v_provider
            AND CAST(h.message_id AS LONG BINARY) = v_key
            AND CAST(COALESCE(h.part_id, '') AS LONG BINARY) = CAST(COALESCE(p_part_id, '') AS LONG BINARY)
            AND h.status = v_status
            AND CAST(h.provider_status AS LONG BINARY) = CAST(v_word AS LONG BINARY)
            AND CAST(COALESCE(h.error_code, '') AS LONG BINARY) = CAST(COALESCE(v_code, '') AS LONG BINARY)
            AND (h.occurred_at = p_occurred_at OR (h.occurred_at IS NULL AND p_occurred_at IS NULL))
    ) THEN
        INSERT INTO sms.sms_status (
            callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price,
            occurred_at, received_at, applied
        )
        VALUES (
            p_callback_id, v_provider, p_sid, p_part_id, v_status, v_word, v_code, v_text, p_price, p_occurred_at,
            COALESCE(p_received_at, v_now),
            IF v_moves = 1 OR (v_part_moved = 1 AND COALESCE(v_old_final, 0) = 0) THEN 1 ELSE 0 ENDIF
        );
    END IF;
END;

COMMENT ON PROCEDURE sms.sp_sms_update IS 'Takes the status of one message: history, current state, parts.';
