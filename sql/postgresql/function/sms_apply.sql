-- sms_apply: understands rows of the journal and does what they say (docs/rules.md, section 2). Applying again is safe.
-- IN p_callback_id; those without a row are left out.
-- OUT p_done, p_failed: how many ended so.
-- Writes sms_callback (kind, state, error, attempts, processed_at); what else, sms_work says.
-- Locks the rows in the order of their ids, and what they change provider by provider.
CREATE OR REPLACE FUNCTION sms.sms_apply(IN p_callback_id bigint[], OUT p_done integer, OUT p_failed integer)
LANGUAGE plpgsql
AS $$
DECLARE
    v_group   record;
    v_map     sms.sms_map_provider;
    v_params  record;
    v_meaning record;
    v_work    record;
    v_error   text[];
    v_counted record;
BEGIN
    p_done := 0;
    p_failed := 0;
    FOR v_group IN
        WITH callback AS MATERIALIZED (
            SELECT b.callback_id, b.provider, b.params, b.url_kind, b.received_at
            FROM sms.sms_callback AS b
            WHERE b.callback_id = ANY (p_callback_id)
            ORDER BY b.callback_id
            FOR UPDATE
        )
        SELECT
            c.provider,
            array_agg(c.callback_id) AS callback_id,
            array_agg(c.params::text) AS params,
            array_agg(c.url_kind) AS url_kind,
            array_agg(c.received_at::timestamp) AS received_at
        FROM (SELECT * FROM callback AS c ORDER BY c.provider, c.callback_id) AS c
        GROUP BY c.provider
        ORDER BY c.provider
    LOOP
        v_map := sms.sms_map(v_group.provider);
        v_params := sms.sms_params(v_group.params);
        v_meaning := sms.sms_understand(
            v_group.provider, v_map, v_params.p_params, v_params.p_name, v_group.url_kind, NULL);
        SELECT
            array_agg(c.callback_id) AS callback_id,
            array_agg(c.kind) AS kind,
            array_agg(c.said) AS said,
            array_agg(c.key) AS key,
            array_agg(c.received_at) AS received_at
        INTO v_work
        FROM unnest(
                v_group.callback_id, v_meaning.p_kind, v_meaning.p_values, v_meaning.p_key, v_meaning.p_failure,
                v_group.received_at
            ) AS c (callback_id, kind, said, key, failure, received_at)
        WHERE c.failure IS NULL;
        v_error := sms.sms_work(
            v_group.provider, v_map, v_work.callback_id, v_work.kind, v_work.said, v_work.key, v_work.received_at, 1);
        WITH ended AS (
            UPDATE sms.sms_callback AS b
            SET
                kind = c.kind,
                state = CASE WHEN c.failure IS NULL THEN 'done' ELSE 'failed' END,
                error = coalesce(c.failure, c.note),
                attempts = b.attempts + 1,
                processed_at = clock_timestamp() AT TIME ZONE 'UTC'
            FROM (
                SELECT
                    c.callback_id, c.kind, c.note,
                    coalesce(c.failure, v_error[array_position(v_work.callback_id, c.callback_id)]) AS failure
                FROM unnest(v_group.callback_id, v_meaning.p_kind, v_meaning.p_failure, v_meaning.p_note)
                    AS c (callback_id, kind, failure, note)
            ) AS c
            WHERE b.callback_id = c.callback_id
            RETURNING b.state
        )
        SELECT count(*) FILTER (WHERE e.state = 'done') AS done, count(*) FILTER (WHERE e.state = 'failed') AS failed
        INTO v_counted
        FROM ended AS e;
        p_done := p_done + v_counted.done;
        p_failed := p_failed + v_counted.failed;
    END LOOP;
END
$$;

COMMENT ON FUNCTION sms.sms_apply(bigint[]) IS 'Applies callbacks of the journal again; it is safe to repeat.';
