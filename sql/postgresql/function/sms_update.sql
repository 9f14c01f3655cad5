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
    v_now        timestamp(3) := clock_timestamp() AT TIME ZONE 'UTC';
    v_word       text := coalesce(sms.sms_given(p_message), sms.sms_given(p_status));
    v_status     text;
    v_seen       text;
    v_part_moved boolean;
    v_part_price numeric;
    v_row        record;
BEGIN
    -- PL/pgSQL prepares each of its expressions anew in each transaction, which costs more than the work of most of them. So
    -- the rules stand in few and large statements here, and what is rare stands behind a condition.
    IF v_word IS NULL OR sms.sms_given(p_sid) IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE =
            'sp_sms_update: ' || CASE WHEN v_word IS NULL THEN 'p_status and p_message are' ELSE 'p_sid is' END || ' missing';
    END IF;
    IF p_provider IS NULL THEN
        p_provider := (SELECT s.value FROM sms.sms_setting AS s WHERE s.name = 'default_provider');
    END IF;

    -- Step 4: the part.
    IF p_part_id IS NOT NULL THEN
        v_status := coalesce(
            (
                SELECT p.status
                FROM sms.sms_provider_status AS p
                WHERE p.provider = p_provider AND p.word = lower(v_word COLLATE "C")
            ),
            'unknown');
        SELECT e.p_moved, e.p_seen
        INTO v_part_moved, v_seen
        FROM sms.sms_part_event(p_provider, p_sid, p_part_id, p_parts, v_status, p_price, p_occurred_at) AS e;
    END IF;

    LOOP
        -- Steps 1, 3 and 5: our status; the row, locked; whether it moves. Step 7, as far as the row's own values matter.
        -- A message seen for the first time has no row yet, and is written once and whole.
        WITH locked AS (
            SELECT m.*
            FROM sms.sms_message AS m
            WHERE m.provider = p_provider AND m.message_id = p_sid
            FOR UPDATE
        )
        SELECT
            e.old_id,
            e.old_final,
            e.status,
            e.wrong,
            e.moves,
            CASE
                WHEN e.status <> 'queued' THEN e.queued_at
                WHEN e.moves THEN e.at
                ELSE coalesce(e.queued_at, p_occurred_at)
            END AS queued_at,
            CASE
                WHEN e.status <> 'sent' THEN e.sent_at
                WHEN e.moves THEN e.at
                ELSE coalesce(e.sent_at, p_occurred_at)
            END AS sent_at,
            CASE
                WHEN NOT e.moves OR e.outcome = 'pending' THEN e.delivered_at
                WHEN e.status = 'read' THEN coalesce(e.delivered_at, e.at)
                WHEN e.outcome = 'good' THEN e.at
            END AS delivered_at,
            CASE
                WHEN NOT e.moves OR e.outcome = 'pending' THEN e.failed_at
                WHEN e.outcome = 'bad' THEN e.at
            END AS failed_at
        INTO v_row
        FROM (
            SELECT
                l.message_id AS old_id,
                o.final AS old_final,
                n.status,
                n.outcome,
                n.outcome = 'bad' OR n.status = 'unknown' AS wrong,
                sms.sms_moves(o.rank, o.final, l.status_at, n.rank, n.final, p_occurred_at) AS moves,
                coalesce(p_occurred_at, p_received_at, v_now) AS at,
                l.queued_at,
                l.sent_at,
                l.delivered_at,
                l.failed_at
            FROM sms.sms_status_code AS n
            LEFT JOIN locked AS l ON true
            LEFT JOIN sms.sms_status_code AS o ON o.status = l.status
            WHERE n.status = coalesce(
                v_seen,
                (
                    SELECT p.status
                    FROM sms.sms_provider_status AS p
                    WHERE p.provider = p_provider AND p.word = lower(v_word COLLATE "C")
                ),
                'unknown')
            OFFSET 0
        ) AS e;
        IF NOT FOUND THEN
            RAISE invalid_parameter_value USING MESSAGE = 'sp_sms_update: the status of this word is not in sms_status_code';
        END IF;

        -- Step 2: the error, where there is one.
        IF NOT v_row.wrong THEN
            p_error_code := NULL;
            p_error_message := NULL;
        ELSE
            p_error_code := sms.sms_given(p_error_code);
            p_error_message := coalesce(
                p_error_message,
                (
                    SELECT e.text
                    FROM sms.sms_provider_error AS e
                    WHERE e.provider = p_provider AND e.code = p_error_code
                ));
        END IF;

        IF v_row.old_id IS NULL THEN
            INSERT INTO sms.sms_message (
                provider, message_id, account, from_number, to_number, body, status, provider_status, status_at, error_code,
                error_message, parts, price, currency, country, operator, campaign, label, queued_at, sent_at,
                delivered_at, failed_at, created_at, updated_at
            )
            VALUES (
                p_provider, p_sid, p_account, p_from_number, sms.sms_given(p_to), p_body, v_row.status, v_word,
                p_occurred_at, p_error_code, p_error_message, nullif(p_parts, 0), p_price,
                CASE WHEN p_price IS NOT NULL THEN p_currency END, p_country, p_operator, p_campaign, p_label,
                v_row.queued_at, v_row.sent_at, v_row.delivered_at, v_row.failed_at, v_now, v_now
            )
            ON CONFLICT (provider, message_id) DO NOTHING;
            -- Another transaction was first: once more, with its row.
            CONTINUE WHEN NOT FOUND;
        ELSE
            IF p_price IS NOT NULL OR p_part_id IS NOT NULL THEN
                v_part_price := (
                    SELECT sum(p.price) FROM sms.sms_part AS p WHERE p.provider = p_provider AND p.message_id = p_sid
                );
            END IF;
            UPDATE sms.sms_message AS m
            SET
                account = coalesce(m.account, p_account),
                from_number = coalesce(m.from_number, p_from_number),
                to_number = coalesce(m.to_number, sms.sms_given(p_to)),
                body = coalesce(m.body, p_body),
                status = CASE WHEN v_row.moves THEN v_row.status ELSE m.status END,
                provider_status = CASE WHEN v_row.moves THEN v_word ELSE m.provider_status END,
                status_at = CASE WHEN v_row.moves THEN p_occurred_at ELSE m.status_at END,
                error_code = CASE WHEN v_row.moves THEN p_error_code ELSE m.error_code END,
                error_message = CASE WHEN v_row.moves THEN p_error_message ELSE m.error_message END,
                parts = nullif(greatest(m.parts, p_parts), 0),
                price = coalesce(v_part_price, CASE WHEN v_row.moves OR m.price IS NULL THEN p_price END, m.price),
                currency = CASE
                    WHEN p_price IS NOT NULL AND (v_row.moves OR m.price IS NULL OR v_part_price IS NOT NULL)
                        THEN coalesce(p_currency, m.currency)
                    ELSE m.currency
                END,
                country = coalesce(m.country, p_country),
                operator = coalesce(m.operator, p_operator),
                campaign = coalesce(m.campaign, p_campaign),
                label = coalesce(m.label, p_label),
                queued_at = v_row.queued_at,
                sent_at = v_row.sent_at,
                delivered_at = v_row.delivered_at,
                failed_at = v_row.failed_at,
                updated_at = v_now
            WHERE m.provider = p_provider AND m.message_id = p_sid;
        END IF;
        EXIT;
    END LOOP;

    -- Step 6: the history. A callback that is applied again finds its row there.
    INSERT INTO sms.sms_status (
        callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price, occurred_at,
        received_at, applied
    )
    SELECT
        p_callback_id, p_provider, p_sid, p_part_id, coalesce(v_status, v_row.status), v_word, p_error_code,
        p_error_message, p_price, p_occurred_at, coalesce(p_received_at, v_now),
        CASE WHEN v_row.moves OR (v_part_moved AND v_row.old_final IS DISTINCT FROM 1) THEN 1 ELSE 0 END
    WHERE NOT EXISTS (
        SELECT 1
        FROM sms.sms_status AS h
        WHERE h.callback_id = p_callback_id
            AND h.provider = p_provider
            AND h.message_id = p_sid
            AND h.part_id IS NOT DISTINCT FROM p_part_id
            AND h.status = coalesce(v_status, v_row.status)
            AND h.provider_status = v_word
            AND h.error_code IS NOT DISTINCT FROM p_error_code
            AND h.occurred_at IS NOT DISTINCT FROM p_occurred_at
    );
    RETURN v_row.moves;
END
$$;

COMMENT ON FUNCTION sms.sms_update IS 'The status of one message: what sp_sms_update does; returns whether the message moved.';
