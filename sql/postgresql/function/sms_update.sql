-- sms_update: the statuses of messages of one provider (docs/rules.md, section 3), each at its place of the arrays and in their
-- order. What sp_sms_update does with one, and the head procedures with all that came together.
-- IN p_provider; p_map (as sms_map gives it); p_callback_id (NULL where no callback brought it); p_values: column → value as text,
-- times in UTC; p_received_at (UTC, NULL: now); p_again: 1 if they may have been applied before.
-- Returns how many they were.
-- Writes sms_message, sms_status, sms_part. Calls sms_part_event, sms_part_price, sms_error_text, sms_told.
-- Locks rows of messages in the order of their ids, and none before all that are new are there: so callers cannot wait for
-- each other in a circle. If another transaction was first with a new one, what is locked is no more in that order: then SMS01
-- is raised, so that the caller gives all of it back and calls again.
CREATE OR REPLACE FUNCTION sms.sms_update(
    IN p_provider    text,
    IN p_map         sms.sms_map_provider,
    IN p_callback_id bigint[],
    IN p_values      jsonb[],
    IN p_received_at timestamp[],
    IN p_again       integer
) RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    v_now    timestamp(3) := clock_timestamp() AT TIME ZONE 'UTC';
    v_count  integer := cardinality(p_values);
    v_sid    text[];
    v_word   text[];
    v_own    integer[];
    v_code   integer[];
    v_place  integer[] := '{1}';
    v_round  integer[] := '{1}';
    v_rounds integer := 1;
    v_new    integer[];
    v_parted boolean;
    v_part   record;
    v_moved  boolean[];
    v_todo   integer[];
    v_fresh  boolean;
    v_done   integer;
BEGIN
    -- Step 1: our status, as its place in the map.
    FOR v_at IN 1..v_count LOOP
        v_sid[v_at] := p_values[v_at] ->> 'message_id';
        v_word[v_at] := sms.sms_given(p_values[v_at] ->> 'provider_status');
        v_own[v_at] := coalesce(
            p_map.word_code[array_position(p_map.word, lower(v_word[v_at] COLLATE "C"))],
            array_position(p_map.code, 'unknown'));
        IF v_word[v_at] IS NULL OR sms.sms_given(v_sid[v_at]) IS NULL OR v_own[v_at] IS NULL THEN
            RAISE invalid_parameter_value USING MESSAGE = 'sp_sms_update: ' || CASE
                WHEN v_word[v_at] IS NULL THEN 'p_status and p_message are missing'
                WHEN sms.sms_given(v_sid[v_at]) IS NULL THEN 'p_sid is missing'
                ELSE 'the status of this word is not in sms_status_code'
            END;
        END IF;
    END LOOP;
    IF v_count = 1 THEN
        v_parted := p_values[1] ? 'part_id';
    ELSE
        -- Of a message that is there several times each event is worked in a round of its own.
        SELECT
            array_agg(e.place),
            array_agg(e.round),
            max(e.round),
            array_agg(e.place) FILTER (WHERE e.round = 1 AND NOT e.there),
            bool_or(e.parted)
        INTO v_place, v_round, v_rounds, v_new, v_parted
        FROM (
            SELECT
                v.item ? 'part_id' AS parted,
                v.place::integer AS place,
                (
                    SELECT true FROM sms.sms_message AS m WHERE m.provider = p_provider AND m.message_id = v.sid
                ) IS NOT NULL AS there,
                row_number() OVER (PARTITION BY v.sid ORDER BY v.place)::integer AS round
            FROM unnest(v_sid, p_values) WITH ORDINALITY AS v (sid, item, place)
            ORDER BY v.sid COLLATE "C"
        ) AS e;
    END IF;
    IF v_parted AND v_count > 1 THEN
        INSERT INTO sms.sms_message (provider, message_id, created_at, updated_at)
        SELECT p_provider, v_sid[e.place], v_now, v_now
        FROM unnest(v_new) AS e (place)
        ON CONFLICT (provider, message_id) DO NOTHING;
        v_new := NULL;
        PERFORM FROM sms.sms_message AS m
        WHERE m.provider = p_provider AND m.message_id = ANY (v_sid)
        ORDER BY m.message_id
        FOR UPDATE;
    END IF;

    FOR v_turn IN 1..v_rounds LOOP
        v_todo := CASE WHEN v_rounds = 1 THEN v_place ELSE ARRAY(
            SELECT t.place FROM unnest(v_place, v_round) AS t (place, round) WHERE t.round = v_turn
        ) END;
        v_code := v_own;

        -- Step 4: the parts.
        IF v_parted THEN
            FOR v_part IN
                SELECT e.place, p.p_moved, p.p_seen
                FROM unnest(v_todo) AS e (place)
                CROSS JOIN LATERAL sms.sms_part_event(
                    p_provider, v_sid[e.place], p_values[e.place] ->> 'part_id', (p_values[e.place] ->> 'parts')::integer,
                    p_map.code[v_own[e.place]], (p_values[e.place] ->> 'price')::numeric,
                    (p_values[e.place] ->> 'occurred_at')::timestamp) AS p
                WHERE p_values[e.place] ->> 'part_id' IS NOT NULL
            LOOP
                v_moved[v_part.place] := v_part.p_moved;
                v_code[v_part.place] := array_position(p_map.code, v_part.p_seen);
                IF v_code[v_part.place] IS NULL THEN
                    RAISE invalid_parameter_value
                        USING MESSAGE = 'sp_sms_update: the status of this word is not in sms_status_code';
                END IF;
            END LOOP;
        END IF;

        -- Of several messages first those that are new.
        v_fresh := v_turn = 1 AND v_new IS NOT NULL;
        LOOP
            WITH
                -- Step 7: the row as it will be.
                next AS MATERIALIZED (
                    SELECT
                        e.place,
                        e.sid,
                        e.callback_id,
                        e.received_at,
                        e.part_id,
                        e.occurred_at,
                        e.price AS new_price,
                        e.new_code,
                        e.new_error,
                        CASE
                            WHEN m.stays IS NULL OR (v_moved[e.place] AND m.old_final IS DISTINCT FROM 1) THEN 1
                            ELSE 0
                        END AS applied,
                        m.updated_at AS mark,
                        coalesce(m.account, e.said ->> 'account') AS account,
                        coalesce(m.from_number, e.said ->> 'from_number') AS from_number,
                        coalesce(m.to_number, sms.sms_given(e.said ->> 'to_number')) AS to_number,
                        coalesce(m.body, e.said ->> 'body') AS body,
                        CASE WHEN m.stays THEN m.status ELSE e.status END AS status,
                        CASE WHEN m.stays THEN m.provider_status ELSE v_word[e.place] END AS provider_status,
                        CASE WHEN m.stays THEN m.status_at ELSE e.occurred_at END AS status_at,
                        CASE WHEN m.stays THEN m.error_code ELSE e.new_code END AS error_code,
                        CASE WHEN m.stays THEN m.error_message ELSE e.new_error END AS error_message,
                        greatest(m.parts, nullif((e.said ->> 'parts')::integer, 0)) AS parts,
                        CASE
                            WHEN e.price IS NULL AND e.part_id IS NULL THEN m.price
                            ELSE coalesce(
                                sms.sms_part_price(p_provider, e.sid),
                                CASE WHEN m.stays IS NULL OR m.price IS NULL THEN e.price END, m.price)
                        END AS price,
                        CASE
                            WHEN e.price IS NOT NULL AND (
                                m.stays IS NULL OR m.price IS NULL OR sms.sms_part_price(p_provider, e.sid) IS NOT NULL
                            )
                                THEN coalesce(e.said ->> 'currency', m.currency)
                            ELSE m.currency
                        END AS currency,
                        coalesce(m.country, e.said ->> 'country') AS country,
                        coalesce(m.operator, e.said ->> 'operator') AS operator,
                        coalesce(m.campaign, e.said ->> 'campaign') AS campaign,
                        coalesce(m.label, e.said ->> 'label') AS label,
                        CASE
                            WHEN e.status <> 'queued' THEN m.queued_at
                            WHEN m.stays THEN coalesce(m.queued_at, e.occurred_at)
                            ELSE e.at
                        END AS queued_at,
                        CASE
                            WHEN e.status <> 'sent' THEN m.sent_at
                            WHEN m.stays THEN coalesce(m.sent_at, e.occurred_at)
                            ELSE e.at
                        END AS sent_at,
                        CASE
                            WHEN m.stays OR e.outcome = 'pending' THEN m.delivered_at
                            WHEN e.status = 'read' THEN coalesce(m.delivered_at, e.at)
                            WHEN e.outcome = 'good' THEN e.at
                        END AS delivered_at,
                        CASE
                            WHEN m.stays OR e.outcome = 'pending' THEN m.failed_at
                            WHEN e.outcome = 'bad' THEN e.at
                        END AS failed_at,
                        coalesce(m.created_at, v_now) AS created_at
                    FROM (
                        -- Step 2: the error.
                        SELECT
                            c.place,
                            v_sid[c.place] AS sid,
                            p_values[c.place] AS said,
                            p_callback_id[c.place] AS callback_id,
                            coalesce(p_received_at[c.place], v_now) AS received_at,
                            coalesce(
                                (p_values[c.place] ->> 'occurred_at')::timestamp, p_received_at[c.place], v_now) AS at,
                            (p_values[c.place] ->> 'occurred_at')::timestamp AS occurred_at,
                            p_values[c.place] ->> 'part_id' AS part_id,
                            (p_values[c.place] ->> 'price')::numeric AS price,
                            p_map.rank[v_code[c.place]] AS rank,
                            p_map.final[v_code[c.place]] AS final,
                            p_map.code[v_code[c.place]] AS status,
                            p_map.outcome[v_code[c.place]] AS outcome,
                            CASE
                                WHEN p_map.outcome[v_code[c.place]] = 'bad' OR p_map.code[v_code[c.place]] = 'unknown'
                                    THEN sms.sms_given(p_values[c.place] ->> 'error_code')
                            END AS new_code,
                            CASE
                                WHEN p_map.outcome[v_code[c.place]] = 'bad' OR p_map.code[v_code[c.place]] = 'unknown'
                                    THEN coalesce(
                                        p_values[c.place] ->> 'error_message',
                                        sms.sms_error_text(p_provider, sms.sms_given(p_values[c.place] ->> 'error_code')))
                            END AS new_error
                        FROM unnest(CASE WHEN v_fresh THEN v_new ELSE v_todo END) AS c (place)
                        OFFSET 0
                    ) AS e
                    -- Step 5: whether it moves.
                    LEFT JOIN LATERAL (
                        SELECT
                            m.*,
                            p_map.final[array_position(p_map.code, m.status::text)] AS old_final,
                            nullif(NOT sms.sms_moves(
                                p_map.rank[array_position(p_map.code, m.status::text)],
                                p_map.final[array_position(p_map.code, m.status::text)],
                                m.status_at, e.rank, e.final, e.occurred_at), false) AS stays
                        FROM sms.sms_message AS m
                        WHERE m.provider = p_provider AND m.message_id = e.sid AND NOT v_fresh
                        FOR UPDATE
                    ) AS m ON true
                ),
                -- Step 6: the history. A callback that is applied again finds its row there.
                history AS (
                    INSERT INTO sms.sms_status (
                        callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price,
                        occurred_at, received_at, applied
                    )
                    SELECT
                        n.callback_id, p_provider, n.sid, n.part_id, p_map.code[v_own[n.place]], v_word[n.place], n.new_code,
                        n.new_error, n.new_price, n.occurred_at, n.received_at, n.applied
                    FROM next AS n
                    WHERE CASE
                        WHEN p_again = 0 THEN true
                        ELSE NOT sms.sms_told(
                            n.callback_id, p_provider, n.sid, n.part_id, p_map.code[v_own[n.place]], v_word[n.place],
                            n.new_code, n.occurred_at)
                    END
                )
            -- What another transaction has made meanwhile stays as it is: only a row that we locked has a mark there.
            INSERT INTO sms.sms_message (
                provider, message_id, account, from_number, to_number, body, status, provider_status, status_at, error_code,
                error_message, parts, price, currency, country, operator, campaign, label, registered_at, queued_at, sent_at,
                delivered_at, failed_at, created_at, updated_at
            )
            SELECT
                p_provider, n.sid, n.account, n.from_number, n.to_number, n.body, n.status, n.provider_status, n.status_at,
                n.error_code, n.error_message, n.parts, n.price, n.currency, n.country, n.operator, n.campaign, n.label, n.mark,
                n.queued_at, n.sent_at, n.delivered_at, n.failed_at, n.created_at, v_now
            FROM next AS n
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
            WHERE excluded.registered_at IS NOT NULL;
            GET DIAGNOSTICS v_done = ROW_COUNT;
            EXIT WHEN v_done = cardinality(v_todo);
            IF NOT v_fresh OR v_done < cardinality(v_new) THEN
                RAISE SQLSTATE 'SMS01' USING MESSAGE = 'another transaction was first';
            END IF;
            -- Then those that were there before.
            v_todo := ARRAY(SELECT t.place FROM unnest(v_todo) AS t (place) WHERE NOT t.place = ANY (v_new));
            v_fresh := false;
        END LOOP;
    END LOOP;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION sms.sms_update IS 'The statuses of messages of one provider: current state, history, parts.';
