-- sms_update: the status of one message (docs/rules.md, section 3). What sp_sms_update does, in a form that the head procedure
-- calls without the cost of a second CALL.
-- IN as sp_sms_update, without defaults. Returns whether the message moved.
-- Writes sms_message, sms_status, sms_part. Reads sms_provider_status, sms_status_code, sms_provider_error, sms_setting.
-- Locks the message's row and no other.
CREATE OR REPLACE FUNCTION sms.sms_update(
    IN p_to            text,
    IN p_sid           text,
    IN p_error_code    text,
    IN p_status        text,
    IN p_message       text,
    IN p_provider      text,
    IN p_account       text,
    IN p_from_number   text,
    IN p_body          text,
    IN p_part_id       text,
    IN p_parts         integer,
    IN p_error_message text,
    IN p_price         numeric,
    IN p_currency      text,
    IN p_country       text,
    IN p_operator      text,
    IN p_campaign      text,
    IN p_label         text,
    IN p_occurred_at   timestamp,
    IN p_received_at   timestamp,
    IN p_callback_id   bigint
) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    v_now         timestamp(3) := clock_timestamp() AT TIME ZONE 'UTC';
    v_word        text := coalesce(sms.sms_given(p_message), sms.sms_given(p_status));
    v_row         record;
    v_message     sms.sms_message;
    v_new         boolean;
    v_status      text;
    v_outcome     text;
    v_rank        integer;
    v_final       smallint;
    v_moves       boolean;
    v_part        record;
    v_part_moved  boolean := false;
    v_part_price  numeric;
    v_seen        text;
    v_at          timestamp(3);
BEGIN
    p_to := sms.sms_given(p_to);
    p_sid := sms.sms_given(p_sid);
    p_error_code := sms.sms_given(p_error_code);
    p_received_at := coalesce(p_received_at, v_now);
    IF p_sid IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'sp_sms_update: p_sid is missing';
    END IF;
    IF v_word IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'sp_sms_update: p_status and p_message are missing';
    END IF;
    IF p_provider IS NULL THEN
        p_provider := (SELECT s.value FROM sms.sms_setting AS s WHERE s.name = 'default_provider');
    END IF;

    LOOP
        -- Steps 1 and 3: the row, locked, and how our status stands to its old one.
        WITH locked AS (
            SELECT m AS message, m.status
            FROM sms.sms_message AS m
            WHERE m.provider = p_provider AND m.message_id = p_sid
            FOR UPDATE
        )
        SELECT l.message, n.status, n.outcome, n.rank, n.final, o.rank AS old_rank, o.final AS old_final
        INTO v_row
        FROM sms.sms_status_code AS n
        LEFT JOIN locked AS l ON true
        LEFT JOIN sms.sms_status_code AS o ON o.status = l.status
        WHERE n.status = coalesce(
            (
                SELECT p.status
                FROM sms.sms_provider_status AS p
                WHERE p.provider = p_provider AND p.word = lower(v_word COLLATE "C")
            ),
            'unknown');
        v_message := v_row.message;
        v_new := v_message.message_id IS NULL;

        -- A message seen for the first time is written once, whole, further down; only where it comes in parts the row
        -- must be there to be locked before the parts are counted.
        IF v_new AND p_part_id IS NOT NULL AND p_parts > 1 THEN
            INSERT INTO sms.sms_message (provider, message_id, created_at, updated_at)
            VALUES (p_provider, p_sid, v_now, v_now)
            ON CONFLICT (provider, message_id) DO NOTHING;
            CONTINUE;
        END IF;
        v_status := v_row.status;
        v_outcome := v_row.outcome;
        v_rank := v_row.rank;
        v_final := v_row.final;
        v_seen := v_status;

        -- Step 2: the error, where there is one.
        IF v_outcome <> 'bad' AND v_status <> 'unknown' THEN
            p_error_code := NULL;
            p_error_message := NULL;
        ELSIF p_error_code IS NOT NULL AND p_error_message IS NULL THEN
            p_error_message := (
                SELECT e.text
                FROM sms.sms_provider_error AS e
                WHERE e.provider = p_provider AND e.code = p_error_code
            );
        END IF;

        -- Step 4: the part.
        v_message.parts := nullif(greatest(v_message.parts, p_parts), 0);
        IF v_message.parts > 1 THEN
            IF p_part_id IS NOT NULL THEN
                v_part := sms.sms_part_seen(
                    p_provider, p_sid, p_part_id, v_message.parts, v_status, p_price, p_occurred_at);
                v_part_moved := v_part.p_moved;
                v_seen := v_part.p_seen;
                SELECT s.outcome, s.rank, s.final
                INTO v_outcome, v_rank, v_final
                FROM sms.sms_status_code AS s
                WHERE s.status = v_seen;
            END IF;
            v_part_price := (
                SELECT sum(p.price) FROM sms.sms_part AS p WHERE p.provider = p_provider AND p.message_id = p_sid
            );
        END IF;

        -- Step 5: the order.
        v_moves := sms.sms_moves(v_row.old_rank, v_row.old_final, v_message.status_at, v_rank, v_final, p_occurred_at);

        -- Step 7: the row.
        v_at := CASE WHEN v_moves THEN coalesce(p_occurred_at, p_received_at) ELSE p_occurred_at END;
        IF v_seen = 'queued' AND (v_moves OR v_message.queued_at IS NULL) THEN
            v_message.queued_at := v_at;
        ELSIF v_seen = 'sent' AND (v_moves OR v_message.sent_at IS NULL) THEN
            v_message.sent_at := v_at;
        END IF;
        IF v_part_price IS NOT NULL THEN
            v_message.price := v_part_price;
            v_message.currency := CASE WHEN p_price IS NULL THEN v_message.currency ELSE coalesce(p_currency, v_message.currency) END;
        ELSIF p_price IS NOT NULL AND (v_moves OR v_message.price IS NULL) THEN
            v_message.price := p_price;
            v_message.currency := coalesce(p_currency, v_message.currency);
        END IF;
        IF v_moves THEN
            v_message.status := v_seen;
            v_message.provider_status := v_word;
            v_message.status_at := p_occurred_at;
            v_message.error_code := p_error_code;
            v_message.error_message := p_error_message;
            IF v_outcome = 'good' THEN
                IF v_seen <> 'read' OR v_message.delivered_at IS NULL THEN
                    v_message.delivered_at := v_at;
                END IF;
                v_message.failed_at := NULL;
            ELSIF v_outcome = 'bad' THEN
                v_message.delivered_at := NULL;
                v_message.failed_at := v_at;
            END IF;
        END IF;

        IF v_new THEN
            INSERT INTO sms.sms_message (
                provider, message_id, account, from_number, to_number, body, status, provider_status, status_at, error_code,
                error_message, parts, price, currency, country, operator, campaign, label, queued_at, sent_at,
                delivered_at, failed_at, created_at, updated_at
            )
            VALUES (
                p_provider, p_sid, p_account, p_from_number, p_to, p_body, v_message.status, v_message.provider_status,
                v_message.status_at, v_message.error_code, v_message.error_message, v_message.parts, v_message.price,
                v_message.currency, p_country, p_operator, p_campaign, p_label, v_message.queued_at, v_message.sent_at,
                v_message.delivered_at, v_message.failed_at, v_now, v_now
            )
            ON CONFLICT (provider, message_id) DO NOTHING;
            -- Another transaction was first: once more, with its row.
            CONTINUE WHEN NOT FOUND;
        ELSE
            UPDATE sms.sms_message
            SET
                account = coalesce(account, p_account),
                from_number = coalesce(from_number, p_from_number),
                to_number = coalesce(to_number, p_to),
                body = coalesce(body, p_body),
                status = v_message.status,
                provider_status = v_message.provider_status,
                status_at = v_message.status_at,
                error_code = v_message.error_code,
                error_message = v_message.error_message,
                parts = v_message.parts,
                price = v_message.price,
                currency = v_message.currency,
                country = coalesce(country, p_country),
                operator = coalesce(operator, p_operator),
                campaign = coalesce(campaign, p_campaign),
                label = coalesce(label, p_label),
                queued_at = v_message.queued_at,
                sent_at = v_message.sent_at,
                delivered_at = v_message.delivered_at,
                failed_at = v_message.failed_at,
                updated_at = v_now
            WHERE provider = p_provider AND message_id = p_sid;
        END IF;
        EXIT;
    END LOOP;

    -- Step 6: the history. A callback that is applied again finds its row there.
    INSERT INTO sms.sms_status (
        callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price, occurred_at,
        received_at, applied
    )
    SELECT
        p_callback_id, p_provider, p_sid, p_part_id, v_status, v_word, p_error_code, p_error_message, p_price, p_occurred_at,
        p_received_at, (v_moves OR (v_part_moved AND v_row.old_final IS DISTINCT FROM 1))::integer
    WHERE NOT EXISTS (
        SELECT 1
        FROM sms.sms_status AS h
        WHERE h.callback_id = p_callback_id
            AND h.provider = p_provider
            AND h.message_id = p_sid
            AND h.part_id IS NOT DISTINCT FROM p_part_id
            AND h.status = v_status
            AND h.provider_status = v_word
            AND h.error_code IS NOT DISTINCT FROM p_error_code
            AND h.occurred_at IS NOT DISTINCT FROM p_occurred_at
    );
    RETURN v_moves;
END
$$;

COMMENT ON FUNCTION sms.sms_update IS 'The status of one message: what sp_sms_update does; returns whether the message moved.';
