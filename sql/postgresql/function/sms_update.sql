-- sms_update: the statuses of messages of one provider (docs/rules.md, section 3), each at its place of the arrays and in their
-- order. What sp_sms_update does with one, and the head procedures with all that came together.
-- IN p_provider; p_callback_id (NULL where no callback brought it); p_values: column → value as text, times in UTC;
-- p_received_at (UTC, NULL: now); p_again: 1 if they may have been applied before.
-- Writes sms_message, sms_status, sms_part. Reads sms_provider_status, sms_status_code, sms_provider_error.
-- Locks rows of messages in the order of their ids, and none before all that are new are there: so callers cannot wait for
-- each other in a circle.
CREATE OR REPLACE FUNCTION sms.sms_update(
    IN p_provider    text,
    IN p_callback_id bigint[],
    IN p_values      jsonb[],
    IN p_received_at timestamp[],
    IN p_again       integer
) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    v_now    timestamp(3) := clock_timestamp() AT TIME ZONE 'UTC';
    v_sid    text[];
    v_round  integer[];
    v_rounds integer;
    v_new    integer[];
    v_parted boolean;
    v_part   record;
    v_seen   text[];
    v_moved  boolean[];
    v_todo   integer[];
    v_fresh  boolean;
    v_result record;
BEGIN
    IF cardinality(p_values) = 1 THEN
        v_sid := ARRAY[p_values[1] ->> 'message_id'];
        v_round := ARRAY[1];
        v_parted := p_values[1] ? 'part_id';
    ELSE
        -- Of a message that is there several times each event is worked in a round of its own.
        SELECT
            array_agg(e.sid),
            array_agg(e.round),
            max(e.round),
            array_agg(e.place) FILTER (WHERE e.round = 1 AND NOT e.there),
            bool_or(e.parted)
        INTO v_sid, v_round, v_rounds, v_new, v_parted
        FROM (
            SELECT
                v.item ->> 'message_id' AS sid,
                v.item ? 'part_id' AS parted,
                v.place::integer AS place,
                (
                    SELECT true
                    FROM sms.sms_message AS m
                    WHERE m.provider = p_provider AND m.message_id = v.item ->> 'message_id'
                ) IS NOT NULL AS there,
                row_number() OVER (PARTITION BY v.item ->> 'message_id' ORDER BY v.place)::integer AS round
            FROM unnest(p_values) WITH ORDINALITY AS v (item, place)
            ORDER BY v.place
        ) AS e;
    END IF;
    IF v_parted AND v_new IS NOT NULL THEN
        INSERT INTO sms.sms_message (provider, message_id, created_at, updated_at)
        SELECT DISTINCT p_provider, e.sid COLLATE "C" AS sid, v_now, v_now
        FROM unnest(v_sid) AS e (sid)
        WHERE sms.sms_given(e.sid) IS NOT NULL
        ORDER BY sid
        ON CONFLICT (provider, message_id) DO NOTHING;
        v_new := NULL;
    END IF;
    IF v_parted AND v_rounds IS NOT NULL THEN
        PERFORM FROM sms.sms_message AS m
        WHERE m.provider = p_provider AND m.message_id = ANY (v_sid)
        ORDER BY m.message_id
        FOR UPDATE;
    END IF;

    FOR v_turn IN 1..coalesce(v_rounds, 1) LOOP
        v_todo := array_positions(v_round, v_turn);

        -- Step 4: the parts.
        IF v_parted THEN
            FOR v_part IN
                SELECT e.place, p.p_moved, p.p_seen
                FROM unnest(v_sid, p_values) WITH ORDINALITY AS e (sid, item, place)
                CROSS JOIN LATERAL sms.sms_part_event(
                    p_provider, e.sid, e.item ->> 'part_id', (e.item ->> 'parts')::integer,
                    coalesce(
                        (
                            SELECT w.status
                            FROM sms.sms_provider_status AS w
                            WHERE w.provider = p_provider AND w.word = lower(e.item ->> 'provider_status' COLLATE "C")
                        ),
                        'unknown'),
                    (e.item ->> 'price')::numeric, (e.item ->> 'occurred_at')::timestamp) AS p
                WHERE e.place = ANY (v_todo)
                    AND e.item ->> 'part_id' IS NOT NULL
                    AND sms.sms_given(e.sid) IS NOT NULL
                    AND sms.sms_given(e.item ->> 'provider_status') IS NOT NULL
            LOOP
                v_seen[v_part.place] := v_part.p_seen;
                v_moved[v_part.place] := v_part.p_moved;
            END LOOP;
        END IF;

        -- Of several messages first those that are new.
        v_fresh := v_turn = 1 AND v_new IS NOT NULL;
        LOOP
            WITH
                event AS MATERIALIZED (
                    SELECT
                        e.place,
                        e.callback_id,
                        e.sid,
                        e.word,
                        e.said,
                        coalesce(e.received_at, v_now) AS received_at,
                        e.said ->> 'part_id' AS part_id,
                        (e.said ->> 'occurred_at')::timestamp AS occurred_at,
                        (e.said ->> 'price')::numeric AS price,
                        nullif((e.said ->> 'parts')::integer, 0) AS parts,
                        m.message_id IS NULL AS new,
                        m.account,
                        m.from_number,
                        m.to_number,
                        m.body,
                        m.status AS old_status,
                        m.provider_status,
                        m.status_at,
                        m.error_code,
                        m.error_message,
                        m.parts AS old_parts,
                        m.price AS old_price,
                        m.currency,
                        m.country,
                        m.operator,
                        m.campaign,
                        m.label,
                        m.queued_at,
                        m.sent_at,
                        m.delivered_at,
                        m.failed_at,
                        m.created_at
                    FROM (
                        SELECT
                            e.place, e.callback_id, e.sid, sms.sms_given(e.said ->> 'provider_status') AS word, e.said,
                            e.received_at
                        FROM unnest(v_sid, p_callback_id, p_values, p_received_at) WITH ORDINALITY
                            AS e (sid, callback_id, said, received_at, place)
                        WHERE e.place = ANY (CASE WHEN v_fresh THEN v_new ELSE v_todo END)
                        ORDER BY e.sid COLLATE "C"
                    ) AS e
                    LEFT JOIN LATERAL (
                        SELECT m.*
                        FROM sms.sms_message AS m
                        WHERE m.provider = p_provider AND m.message_id = e.sid AND NOT v_fresh
                        FOR UPDATE
                    ) AS m ON true
                ),
                -- Steps 1, 2 and 5: our status, the error, whether it moves.
                step AS MATERIALIZED (
                    SELECT
                        e.*,
                        w.own_status,
                        n.status,
                        n.outcome,
                        o.final AS old_final,
                        sms.sms_moves(o.rank, o.final, e.status_at, n.rank, n.final, e.occurred_at) AS moves,
                        coalesce(e.occurred_at, e.received_at) AS at,
                        CASE
                            WHEN n.outcome = 'bad' OR n.status = 'unknown' THEN sms.sms_given(e.said ->> 'error_code')
                        END AS new_code,
                        CASE
                            WHEN n.outcome = 'bad' OR n.status = 'unknown' THEN coalesce(
                                e.said ->> 'error_message',
                                (
                                    SELECT t.text
                                    FROM sms.sms_provider_error AS t
                                    WHERE t.provider = p_provider AND t.code = sms.sms_given(e.said ->> 'error_code')
                                ))
                        END AS new_error,
                        CASE
                            WHEN NOT e.new AND (e.price IS NOT NULL OR e.part_id IS NOT NULL) THEN (
                                SELECT sum(p.price)
                                FROM sms.sms_part AS p
                                WHERE p.provider = p_provider AND p.message_id = e.sid
                            )
                        END AS part_price
                    FROM event AS e
                    CROSS JOIN LATERAL (
                        SELECT coalesce(
                            (
                                SELECT w.status
                                FROM sms.sms_provider_status AS w
                                WHERE w.provider = p_provider AND w.word = lower(e.word COLLATE "C")
                            ),
                            'unknown') AS own_status
                        OFFSET 0
                    ) AS w
                    LEFT JOIN sms.sms_status_code AS n ON n.status = coalesce(v_seen[e.place], w.own_status)
                    LEFT JOIN sms.sms_status_code AS o ON o.status = e.old_status
                ),
                -- Step 7: the row as it will be.
                next AS MATERIALIZED (
                    SELECT
                        s.new,
                        s.sid,
                        coalesce(s.account, s.said ->> 'account') AS account,
                        coalesce(s.from_number, s.said ->> 'from_number') AS from_number,
                        coalesce(s.to_number, sms.sms_given(s.said ->> 'to_number')) AS to_number,
                        coalesce(s.body, s.said ->> 'body') AS body,
                        CASE WHEN s.moves THEN s.status ELSE s.old_status END AS status,
                        CASE WHEN s.moves THEN s.word ELSE s.provider_status END AS provider_status,
                        CASE WHEN s.moves THEN s.occurred_at ELSE s.status_at END AS status_at,
                        CASE WHEN s.moves THEN s.new_code ELSE s.error_code END AS error_code,
                        CASE WHEN s.moves THEN s.new_error ELSE s.error_message END AS error_message,
                        greatest(s.old_parts, s.parts) AS parts,
                        coalesce(s.part_price, CASE WHEN s.moves OR s.old_price IS NULL THEN s.price END, s.old_price) AS price,
                        CASE
                            WHEN s.price IS NOT NULL AND (s.moves OR s.old_price IS NULL OR s.part_price IS NOT NULL)
                                THEN coalesce(s.said ->> 'currency', s.currency)
                            ELSE s.currency
                        END AS currency,
                        coalesce(s.country, s.said ->> 'country') AS country,
                        coalesce(s.operator, s.said ->> 'operator') AS operator,
                        coalesce(s.campaign, s.said ->> 'campaign') AS campaign,
                        coalesce(s.label, s.said ->> 'label') AS label,
                        CASE
                            WHEN s.status <> 'queued' THEN s.queued_at
                            WHEN s.moves THEN s.at
                            ELSE coalesce(s.queued_at, s.occurred_at)
                        END AS queued_at,
                        CASE
                            WHEN s.status <> 'sent' THEN s.sent_at
                            WHEN s.moves THEN s.at
                            ELSE coalesce(s.sent_at, s.occurred_at)
                        END AS sent_at,
                        CASE
                            WHEN NOT s.moves OR s.outcome = 'pending' THEN s.delivered_at
                            WHEN s.status = 'read' THEN coalesce(s.delivered_at, s.at)
                            WHEN s.outcome = 'good' THEN s.at
                        END AS delivered_at,
                        CASE
                            WHEN NOT s.moves OR s.outcome = 'pending' THEN s.failed_at
                            WHEN s.outcome = 'bad' THEN s.at
                        END AS failed_at,
                        coalesce(s.created_at, v_now) AS created_at
                    FROM step AS s
                    WHERE s.status IS NOT NULL AND s.word IS NOT NULL AND sms.sms_given(s.sid) IS NOT NULL
                ),
                made AS (
                    INSERT INTO sms.sms_message (
                        provider, message_id, account, from_number, to_number, body, status, provider_status, status_at,
                        error_code, error_message, parts, price, currency, country, operator, campaign, label, queued_at,
                        sent_at, delivered_at, failed_at, created_at, updated_at
                    )
                    SELECT
                        p_provider, n.sid, n.account, n.from_number, n.to_number, n.body, n.status, n.provider_status,
                        n.status_at, n.error_code, n.error_message, n.parts, n.price, n.currency, n.country, n.operator,
                        n.campaign, n.label, n.queued_at, n.sent_at, n.delivered_at, n.failed_at, n.created_at, v_now
                    FROM next AS n
                    WHERE n.new
                    ORDER BY n.sid COLLATE "C"
                    ON CONFLICT (provider, message_id) DO NOTHING
                    RETURNING message_id
                ),
                -- As INSERT again, since that looks into the key for each row, whatever the planner takes the tables' sizes for.
                moved AS (
                    INSERT INTO sms.sms_message (
                        provider, message_id, account, from_number, to_number, body, status, provider_status, status_at,
                        error_code, error_message, parts, price, currency, country, operator, campaign, label, queued_at,
                        sent_at, delivered_at, failed_at, created_at, updated_at
                    )
                    SELECT
                        p_provider, n.sid, n.account, n.from_number, n.to_number, n.body, n.status, n.provider_status,
                        n.status_at, n.error_code, n.error_message, n.parts, n.price, n.currency, n.country, n.operator,
                        n.campaign, n.label, n.queued_at, n.sent_at, n.delivered_at, n.failed_at, n.created_at, v_now
                    FROM next AS n
                    WHERE NOT n.new
                    ON CONFLICT (provider, message_id) DO UPDATE
                    SET
                        account = excluded.account,
                        from_number = excluded.from_number,
                        to_number = excluded.to_number,
                        body = excluded.body,
                        status = excluded.status,
                        provider_status = excluded.provider_status,
                        status_at = excluded.status_at,
                        error_code = excluded.error_code,
                        error_message = excluded.error_message,
                        parts = excluded.parts,
                        price = excluded.price,
                        currency = excluded.currency,
                        country = excluded.country,
                        operator = excluded.operator,
                        campaign = excluded.campaign,
                        label = excluded.label,
                        queued_at = excluded.queued_at,
                        sent_at = excluded.sent_at,
                        delivered_at = excluded.delivered_at,
                        failed_at = excluded.failed_at,
                        updated_at = excluded.updated_at
                    RETURNING message_id
                ),
                done AS MATERIALIZED (
                    SELECT array_agg(d.message_id::text) AS ids
                    FROM (SELECT message_id FROM made UNION ALL SELECT message_id FROM moved) AS d
                ),
                -- Step 6: the history. A callback that is applied again finds its row there.
                history AS (
                    INSERT INTO sms.sms_status (
                        callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price,
                        occurred_at, received_at, applied
                    )
                    SELECT
                        s.callback_id, p_provider, s.sid, s.part_id, s.own_status, s.word, s.new_code, s.new_error, s.price,
                        s.occurred_at, s.received_at,
                        CASE WHEN s.moves OR (v_moved[s.place] AND s.old_final IS DISTINCT FROM 1) THEN 1 ELSE 0 END
                    FROM step AS s
                    WHERE s.sid = ANY ((SELECT d.ids FROM done AS d)::text[])
                        AND (
                            p_again = 0
                            OR NOT EXISTS (
                                SELECT
                                FROM sms.sms_status AS h
                                WHERE h.callback_id = s.callback_id
                                    AND h.provider = p_provider
                                    AND h.message_id = s.sid
                                    AND h.part_id IS NOT DISTINCT FROM s.part_id
                                    AND h.status = s.own_status
                                    AND h.provider_status = s.word
                                    AND h.error_code IS NOT DISTINCT FROM s.new_code
                                    AND h.occurred_at IS NOT DISTINCT FROM s.occurred_at
                            )
                        )
                    ORDER BY s.place
                )
            SELECT
                min(
                    CASE
                        WHEN s.word IS NULL THEN 'p_status and p_message are missing'
                        WHEN sms.sms_given(s.sid) IS NULL THEN 'p_sid is missing'
                        WHEN s.status IS NULL THEN 'the status of this word is not in sms_status_code'
                    END) AS fault,
                array_agg(s.place) FILTER (WHERE s.sid = ANY ((SELECT d.ids FROM done AS d)::text[])) AS done
            INTO v_result
            FROM step AS s;
            IF v_result.fault IS NOT NULL THEN
                RAISE invalid_parameter_value USING MESSAGE = 'sp_sms_update: ' || v_result.fault;
            END IF;
            EXIT WHEN cardinality(v_result.done) = cardinality(v_todo);
            -- Another transaction was first, or a row went: once more, with what is there now.
            v_todo := ARRAY(SELECT t.place FROM unnest(v_todo) AS t (place) WHERE v_result.done IS NULL OR NOT t.place = ANY (v_result.done));
            v_fresh := false;
        END LOOP;
    END LOOP;
END
$$;

COMMENT ON FUNCTION sms.sms_update IS 'The statuses of messages of one provider: current state, history, parts.';
