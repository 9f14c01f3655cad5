-- sms_take: journals callbacks of one provider, finds out what they are and applies them (docs/rules.md, section 1), each at its
-- place of the arrays and in their order. What sp_sms_callback does with one and sp_sms_callback_group with several.
-- IN as sp_sms_callback, without defaults; OUT as there; arrays but p_provider.
-- Writes sms_callback; what else, sms_work says. Reads sms_setting, sms_provider_answer.
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
    v_later   boolean := EXISTS (SELECT FROM sms.sms_setting AS s WHERE s.name = 'process' AND s.value = 'deferred');
    v_params  record;
    v_meaning record;
    v_kind    text[];
    v_turns   integer;
    v_work    record;
    v_id      bigint[];
    v_error   text[];
    v_failed  record;
BEGIN
    v_params := sms.sms_params(p_params);
    v_meaning := sms.sms_understand(p_provider, v_params.p_params, p_url_kind);

    -- A row is written as it will be if all goes well: a second version of every row would cost as much as the first. Of
    -- several with the same key the first is written, or counted where the key is there already; the others are counted below.
    WITH
        callback AS MATERIALIZED (
            SELECT
                c.callback_id, c.place, c.params, c.kind, c.note, c.url_kind, c.method, c.path, c.remote_addr, c.via,
                c.received_at, c.error, c.key,
                row_number() OVER (PARTITION BY c.key ORDER BY c.place) AS turn
            FROM (
                SELECT
                    c.*,
                    CASE
                        WHEN length(c.long_key) <= 200 OR starts_with(c.long_key, 'key:') THEN c.long_key
                        ELSE sms.sms_key(c.long_key)
                    END COLLATE "C" AS key
                FROM (
                    SELECT
                        nextval('sms.sms_callback_callback_id_seq') AS callback_id,
                        c.*,
                        coalesce(c.given_error, c.failure) AS error,
                        CASE
                            WHEN c.token <> '' THEN 'token:' || c.token
                            WHEN c.natural_key IS NOT NULL THEN 'key:' || c.natural_key
                            ELSE 'digest:' || c.kind || ':'
                                || coalesce(c.digest, encode(sha256(convert_to(coalesce(c.text, ''), 'UTF8')), 'hex'))
                        END AS long_key
                    FROM unnest(
                            p_params, v_params.p_journal, v_meaning.p_kind, v_meaning.p_key, v_meaning.p_failure,
                            v_meaning.p_note, p_url_kind, p_method, p_path, p_remote_addr, p_via, p_token, p_digest, p_error,
                            p_received_at
                        ) WITH ORDINALITY AS c (
                            text, params, kind, natural_key, failure, note, url_kind, method, path, remote_addr, via, token,
                            digest, given_error, received_at, place
                        )
                ) AS c
            ) AS c
        ),
        journal AS (
            INSERT INTO sms.sms_callback AS b (
                callback_id, provider, kind, url_kind, params, method, path, remote_addr, via, dedupe_key, state, attempts,
                error, received_at, processed_at
            )
            OVERRIDING SYSTEM VALUE
            SELECT
                c.callback_id,
                p_provider,
                c.kind,
                nullif(c.url_kind, ''),
                coalesce(c.params, 'null'),
                c.method,
                c.path,
                c.remote_addr,
                coalesce(c.via, 'adapter'),
                c.key,
                CASE WHEN c.error IS NOT NULL THEN 'failed' WHEN v_later THEN 'pending' ELSE 'done' END,
                CASE WHEN c.error IS NULL AND v_later THEN 0 ELSE 1 END,
                coalesce(c.error, CASE WHEN NOT v_later THEN c.note END),
                c.received_at,
                CASE WHEN c.error IS NOT NULL OR NOT v_later THEN v_now END
            FROM callback AS c
            WHERE c.turn = 1
            ORDER BY c.key
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
        array_agg((j.callback_id <> c.callback_id)::integer::smallint),
        max(c.turn)
    INTO p_callback_id, v_kind, p_state, p_duplicate, v_turns
    FROM (SELECT c.callback_id, c.key, c.turn FROM callback AS c ORDER BY c.place) AS c
    JOIN journal AS j ON j.dedupe_key = c.key;

    IF v_turns > 1 THEN
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
        v_id := p_callback_id;
        v_error := sms.sms_work(
            p_provider, v_id, v_meaning.p_kind, v_meaning.p_values, v_meaning.p_key, p_received_at, 0);
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
            p_provider, v_id, v_work.kind, v_work.said, v_work.key, v_work.received_at, 0);
    END IF;
    IF cardinality(array_remove(v_error, NULL)) > 0 THEN
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

    SELECT
        array_agg(coalesce(a.status, d.status, 200)),
        array_agg(CASE WHEN a.status IS NULL THEN d.content_type ELSE a.content_type END::text),
        array_agg(coalesce(CASE WHEN a.status IS NULL THEN d.body ELSE a.body END, '')::text)
    INTO p_answer_status, p_answer_type, p_answer_body
    FROM unnest(v_kind) WITH ORDINALITY AS c (kind, place)
    LEFT JOIN sms.sms_provider_answer AS a ON a.provider = p_provider AND a.kind = c.kind
    LEFT JOIN sms.sms_provider_answer AS d ON d.provider = p_provider AND d.kind = '*';
END
$$;

COMMENT ON FUNCTION sms.sms_take IS 'Takes callbacks of one provider: journals them, finds out what they are and applies them.';
