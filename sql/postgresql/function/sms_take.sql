-- sms_take: journals callbacks of one provider, finds out what they are and applies them (docs/rules.md, section 1), each at its
-- place of the arrays and in their order. What sp_sms_callback does with one and sp_sms_callback_group with several.
-- IN as sp_sms_callback, without defaults; OUT as there; arrays but p_provider.
-- Writes sms_callback; what else, sms_work says. Calls sms_map, sms_params, sms_understand, sms_work.
-- Rows of the journal are written and locked in the order of their keys, before all others: so callers cannot wait for each
-- other in a circle.
CREATE OR REPLACE FUNCTION sms.sms_take(
    IN p_provider       text,
    IN p_params         text[],
    IN p_url_kind       text[],
    IN p_method         text[],
    IN p_path           text[],
    IN p_remote_addr    text[],
    IN p_via            text[],
    IN p_token          text[],
    IN p_digest         text[],
    IN p_error          text[],
    IN p_received_at    timestamp[],
    OUT p_callback_id   bigint[],
    OUT p_state         text[],
    OUT p_duplicate     smallint[],
    OUT p_answer_status integer[],
    OUT p_answer_type   text[],
    OUT p_answer_body   text[]
)
LANGUAGE plpgsql
AS $$
DECLARE
    v_now     timestamp(3) := clock_timestamp() AT TIME ZONE 'UTC';
    v_map     sms.sms_map_provider := sms.sms_map(p_provider);
    v_count   integer := cardinality(p_params);
    v_params  record;
    v_meaning record;
    v_error   text[];
    v_id      bigint[];
    v_key     text[];
    v_order   integer[] := '{1}';
    v_found   text[];
    v_kind    text[];
    v_answer  integer;
    v_work    record;
    v_failed  record;
BEGIN
    v_params := sms.sms_params(p_params);
    v_meaning := sms.sms_understand(p_provider, v_map, v_params.p_params, v_params.p_name, p_url_kind, p_token);
    FOR v_place IN 1..v_count LOOP
        v_id[v_place] := nextval('sms.sms_callback_callback_id_seq');
        v_error[v_place] := coalesce(p_error[v_place], v_meaning.p_failure[v_place]);
        v_key[v_place] := CASE
            WHEN length(p_token[v_place]) BETWEEN 1 AND 190 THEN 'token:' || p_token[v_place]
            WHEN p_token[v_place] <> '' THEN sms.sms_key('token:' || p_token[v_place])
            WHEN v_meaning.p_key[v_place] IS NOT NULL THEN 'key:' || v_meaning.p_key[v_place]
            ELSE sms.sms_key(
                'digest:' || v_meaning.p_kind[v_place] || ':' || coalesce(
                    p_digest[v_place], encode(sha256(convert_to(coalesce(p_params[v_place], ''), 'UTF8')), 'hex')))
        END;
    END LOOP;
    IF v_count > 1 THEN
        v_order := ARRAY(
            SELECT min(k.place)
            FROM unnest(v_key) WITH ORDINALITY AS k (key, place)
            GROUP BY k.key
            ORDER BY k.key COLLATE "C"
        );
    END IF;

    -- A row is written as it will be if all goes well: a second version of every row would cost as much as the first. Of
    -- several with the same key the first is written, or counted where the key is there already; the others are counted below.
    WITH journal AS (
        INSERT INTO sms.sms_callback AS b (
            callback_id, provider, kind, url_kind, params, method, path, remote_addr, via, dedupe_key, state, attempts, error,
            received_at, processed_at
        )
        OVERRIDING SYSTEM VALUE
        SELECT
            v_id[c.place],
            p_provider,
            v_meaning.p_kind[c.place],
            nullif(p_url_kind[c.place], ''),
            coalesce(v_params.p_journal[c.place], 'null'),
            p_method[c.place],
            p_path[c.place],
            p_remote_addr[c.place],
            coalesce(p_via[c.place], 'adapter'),
            v_key[c.place],
            CASE WHEN v_error[c.place] IS NOT NULL THEN 'failed' WHEN v_map.later = 1 THEN 'pending' ELSE 'done' END,
            CASE WHEN v_error[c.place] IS NULL AND v_map.later = 1 THEN 0 ELSE 1 END,
            coalesce(v_error[c.place], CASE WHEN v_map.later = 0 THEN v_meaning.p_note[c.place] END),
            p_received_at[c.place],
            CASE WHEN v_error[c.place] IS NOT NULL OR v_map.later = 0 THEN v_now END
        FROM unnest(v_order) AS c (place)
        ON CONFLICT (provider, dedupe_key) DO UPDATE
        -- A callback that was spooled and yet committed is the same arrival.
        SET hits = b.hits + CASE
            WHEN 'spool' IN (excluded.via, b.via) AND excluded.received_at = b.received_at THEN 0
            ELSE 1
        END
        RETURNING b.callback_id, b.dedupe_key, b.kind, b.state
    )
    SELECT
        array_agg(j.callback_id),
        array_agg(j.kind),
        array_agg(j.state::text),
        array_agg(j.dedupe_key)
    INTO p_callback_id, v_kind, p_state, v_found
    FROM journal AS j;
    IF v_count = 1 THEN
        p_duplicate := ARRAY[(p_callback_id <> v_id)::integer];
    ELSE
        SELECT
            array_agg(j.callback_id ORDER BY c.place),
            array_agg(j.kind ORDER BY c.place),
            array_agg(j.state ORDER BY c.place),
            array_agg((j.callback_id <> c.callback_id)::integer::smallint ORDER BY c.place)
        INTO p_callback_id, v_kind, p_state, p_duplicate
        FROM unnest(v_key, v_id) WITH ORDINALITY AS c (key, callback_id, place)
        JOIN unnest(v_found, p_callback_id, v_kind, p_state) AS j (key, callback_id, kind, state)
            ON j.key = c.key;
    END IF;

    IF cardinality(v_order) < v_count THEN
        UPDATE sms.sms_callback AS b
        SET hits = b.hits + (
            SELECT count(*) FILTER (
                WHERE c.turn > 1 AND NOT ('spool' IN (c.via, b.via) AND c.received_at::timestamp(3) = b.received_at)
            )
            FROM (
                SELECT
                    u.callback_id,
                    coalesce(u.via, 'adapter') AS via,
                    u.received_at,
                    row_number() OVER (PARTITION BY u.callback_id ORDER BY u.place) AS turn
                FROM unnest(p_callback_id, p_via, p_received_at) WITH ORDINALITY AS u (callback_id, via, received_at, place)
            ) AS c
            WHERE c.callback_id = b.callback_id
        )
        WHERE b.callback_id = ANY (p_callback_id);
    END IF;
    IF 'pending' = ANY (p_state) THEN
        PERFORM pg_notify('sms_callback', '');
    END IF;

    IF 0 = ALL (p_duplicate) AND 'done' = ALL (p_state) THEN
        v_error := sms.sms_work(
            p_provider, v_map, v_id, v_meaning.p_kind, v_meaning.p_values, v_meaning.p_key, p_received_at, 0);
    ELSE
        SELECT
            array_agg(c.callback_id) AS callback_id,
            array_agg(c.kind) AS kind,
            array_agg(c.said) AS said,
            array_agg(c.key) AS key,
            array_agg(c.received_at) AS received_at
        INTO v_work
        FROM unnest(
                p_callback_id, v_meaning.p_kind, v_meaning.p_values, v_meaning.p_key, p_received_at, p_duplicate, p_state
            ) AS c (callback_id, kind, said, key, received_at, duplicate, state)
        WHERE c.duplicate = 0 AND c.state = 'done';
        v_id := v_work.callback_id;
        v_error := sms.sms_work(
            p_provider, v_map, v_id, v_work.kind, v_work.said, v_work.key, v_work.received_at, 0);
    END IF;
    IF v_error IS NOT NULL THEN
        FOR v_failed IN
            SELECT e.callback_id, e.error
            FROM unnest(v_id, v_error) AS e (callback_id, error)
            WHERE e.error IS NOT NULL
        LOOP
            UPDATE sms.sms_callback SET state = 'failed', error = v_failed.error WHERE callback_id = v_failed.callback_id;
        END LOOP;
        p_state := ARRAY(
            SELECT CASE WHEN v_error[array_position(v_id, c.callback_id)] IS NULL THEN c.state ELSE 'failed' END
            FROM unnest(p_callback_id, p_state) WITH ORDINALITY AS c (callback_id, state, place)
            ORDER BY c.place
        );
    END IF;

    IF v_kind[1] = ALL (v_kind) THEN
        v_answer := coalesce(array_position(v_map.answer_kind, v_kind[1]), cardinality(v_map.answer_kind));
        p_answer_status := array_fill(v_map.answer_status[v_answer], ARRAY[v_count]);
        p_answer_type := array_fill(v_map.answer_type[v_answer], ARRAY[v_count]);
        p_answer_body := array_fill(v_map.answer_body[v_answer], ARRAY[v_count]);
    ELSE
        FOR v_place IN 1..v_count LOOP
            v_answer := coalesce(array_position(v_map.answer_kind, v_kind[v_place]), cardinality(v_map.answer_kind));
            p_answer_status[v_place] := v_map.answer_status[v_answer];
            p_answer_type[v_place] := v_map.answer_type[v_answer];
            p_answer_body[v_place] := v_map.answer_body[v_answer];
        END LOOP;
    END IF;
END
$$;

COMMENT ON FUNCTION sms.sms_take IS 'Takes callbacks of one provider: journals them, finds out what they are and applies them.';
