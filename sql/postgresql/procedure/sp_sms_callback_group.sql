-- sp_sms_callback_group: several callbacks in one transaction and one round trip (docs/rules.md, section 1).
-- IN p_callbacks: a JSON array of objects, named as the IN parameters of sp_sms_callback.
-- OUT p_outcomes: a JSON array of its OUT parameters, in the same order.
-- Calls sms_take for each provider, in the order of their names: so callers cannot wait for each other in a circle.
-- Never raises for what a provider sent. Runs with the rights of its owner, so that role sms_web needs no others.
CREATE OR REPLACE PROCEDURE sms.sp_sms_callback_group(IN p_callbacks text, OUT p_outcomes text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sms, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    v_group     record;
    v_taken     record;
    v_place     bigint[];
    v_id        bigint[];
    v_state     text[];
    v_duplicate smallint[];
    v_status    integer[];
    v_type      text[];
    v_body      text[];
BEGIN
    FOR v_group IN
        SELECT
            c.p_provider AS provider,
            array_agg(c.p_params) AS params,
            array_agg(c.p_url_kind) AS url_kind,
            array_agg(c.p_method) AS method,
            array_agg(c.p_path) AS path,
            array_agg(c.p_remote_addr) AS remote_addr,
            array_agg(c.p_via) AS via,
            array_agg(c.p_token) AS token,
            array_agg(c.p_digest) AS digest,
            array_agg(c.p_error) AS error,
            array_agg(coalesce(c.p_received_at, clock_timestamp() AT TIME ZONE 'UTC')) AS received_at,
            array_agg(c.place) AS place
        FROM (
            SELECT coalesce(j.p_provider, '') COLLATE "C" AS p_provider, j.p_params, j.p_url_kind, j.p_method, j.p_path,
                j.p_remote_addr, j.p_via, j.p_token, j.p_digest, j.p_error, j.p_received_at, j.place
            FROM ROWS FROM (
                json_to_recordset(p_callbacks::json) AS (
                    p_provider text, p_params text, p_url_kind text, p_method text, p_path text, p_remote_addr text,
                    p_via text, p_token text, p_digest text, p_error text, p_received_at timestamp
                )
            ) WITH ORDINALITY AS j (
                p_provider, p_params, p_url_kind, p_method, p_path, p_remote_addr, p_via, p_token, p_digest, p_error,
                p_received_at, place
            )
            ORDER BY 1, place
        ) AS c
        GROUP BY c.p_provider
        ORDER BY c.p_provider
    LOOP
        v_taken := sms.sms_take(
            v_group.provider, v_group.params, v_group.url_kind, v_group.method, v_group.path, v_group.remote_addr,
            v_group.via, v_group.token, v_group.digest, v_group.error, v_group.received_at);
        v_place := v_place || v_group.place;
        v_id := v_id || v_taken.p_callback_id;
        v_state := v_state || v_taken.p_state;
        v_duplicate := v_duplicate || v_taken.p_duplicate;
        v_status := v_status || v_taken.p_answer_status;
        v_type := v_type || v_taken.p_answer_type;
        v_body := v_body || v_taken.p_answer_body;
    END LOOP;
    p_outcomes := (
        SELECT coalesce(json_agg(o), '[]')
        FROM (
            SELECT
                c.callback_id AS p_callback_id, c.state AS p_state, c.duplicate AS p_duplicate, c.status AS p_answer_status,
                c.type AS p_answer_type, c.body AS p_answer_body
            FROM unnest(v_place, v_id, v_state, v_duplicate, v_status, v_type, v_body)
                AS c (place, callback_id, state, duplicate, status, type, body)
            ORDER BY c.place
        ) AS o
    );
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_callback_group IS 'Takes several callbacks of providers in one transaction.';
