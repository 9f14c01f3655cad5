-- sp_sms_callback: the head procedure. Journals one callback, finds out what it is and applies it (docs/rules.md, section 1).
-- IN p_provider, p_params (JSON object), p_url_kind, p_method, p_path, p_remote_addr, p_via (NULL: adapter), p_token,
-- p_digest (NULL: made here), p_error, p_received_at (UTC, NULL: now).
-- OUT p_callback_id, p_state, p_duplicate, p_answer_status, p_answer_type, p_answer_body.
-- Writes sms_callback; what else, sms_work says. Reads sms_provider_answer.
-- Never raises for what a provider sent. Runs with the rights of its owner, so that role sms_web needs no others.
CREATE OR REPLACE PROCEDURE sms.sp_sms_callback(
    IN p_provider       text,
    IN p_params         text,
    IN p_url_kind       text,
    IN p_method         text,
    IN p_path           text,
    IN p_remote_addr    text,
    IN p_via            text,
    IN p_token          text,
    IN p_digest         text,
    IN p_error          text,
    IN p_received_at    timestamp,
    OUT p_callback_id   bigint,
    OUT p_state         text,
    OUT p_duplicate     smallint,
    OUT p_answer_status integer,
    OUT p_answer_type   text,
    OUT p_answer_body   text
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sms, pg_temp
AS $$
DECLARE
    v_now     timestamp(3) := clock_timestamp() AT TIME ZONE 'UTC';
    v_params  record;
    v_meaning record;
    v_key     text;
    v_row     record;
    v_answer  sms.sms_provider_answer;
    v_error   text;
BEGIN
    p_provider := coalesce(p_provider, '');
    p_received_at := coalesce(p_received_at, v_now);
    v_params := sms.sms_params(p_params);
    v_meaning := sms.sms_understand(p_provider, v_params.p_params, p_url_kind);
    v_error := coalesce(p_error, v_meaning.p_failure);

    IF p_token <> '' THEN
        v_key := sms.sms_key('token:' || p_token);
    ELSIF v_meaning.p_key IS NOT NULL THEN
        v_key := 'key:' || v_meaning.p_key;
    ELSE
        v_key := sms.sms_key(
            'digest:' || v_meaning.p_kind || ':'
            || coalesce(p_digest, encode(sha256(convert_to(coalesce(p_params, ''), 'UTF8')), 'hex')));
    END IF;

    -- The row is written as it will be if all goes well: a second version of every row would cost as much as the first.
    INSERT INTO sms.sms_callback AS b (
        provider, kind, url_kind, params, method, path, remote_addr, via, dedupe_key, state, attempts, error, received_at,
        processed_at
    )
    VALUES (
        p_provider,
        v_meaning.p_kind,
        nullif(p_url_kind, ''),
        coalesce(v_params.p_journal, 'null'),
        p_method,
        p_path,
        p_remote_addr,
        coalesce(p_via, 'adapter'),
        v_key,
        CASE WHEN v_error IS NULL THEN 'done' ELSE 'failed' END,
        1,
        coalesce(v_error, v_meaning.p_note),
        p_received_at,
        v_now
    )
    ON CONFLICT (provider, dedupe_key) DO UPDATE SET hits = b.hits + 1
    RETURNING
        b.callback_id,
        b.state,
        b.hits,
        (
            SELECT a
            FROM sms.sms_provider_answer AS a
            WHERE a.provider = b.provider AND a.kind IN (b.kind, '*')
            ORDER BY a.kind = '*'
            LIMIT 1
        ) AS answer
    INTO v_row;
    v_answer := v_row.answer;
    p_callback_id := v_row.callback_id;
    p_state := v_row.state;
    p_duplicate := CASE WHEN v_row.hits > 1 THEN 1 ELSE 0 END;
    p_answer_status := coalesce(v_answer.status, 200);
    p_answer_type := v_answer.content_type;
    p_answer_body := coalesce(v_answer.body, '');

    IF p_duplicate = 0 AND v_error IS NULL THEN
        v_error := sms.sms_work(
            p_callback_id, p_provider, v_meaning.p_kind, v_meaning.p_values, v_meaning.p_key, p_received_at);
        IF v_error IS NOT NULL THEN
            p_state := 'failed';
            UPDATE sms.sms_callback
            SET state = p_state, error = v_error
            WHERE callback_id = p_callback_id;
        END IF;
    END IF;
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_callback IS 'Takes one callback of a provider: journals it, finds out what it is and applies it.';
