-- sp_sms_callback: the head procedure. Journals one callback, finds out what it is and applies it (docs/rules.md, section 1).
-- IN p_provider, p_params (JSON object), p_url_kind, p_method, p_path, p_remote_addr, p_via (NULL: adapter), p_token,
-- p_digest (NULL: made here), p_error, p_received_at (UTC, NULL: now).
-- OUT p_callback_id, p_state, p_duplicate, p_answer_status, p_answer_type, p_answer_body.
-- Calls sms_take.
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
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    v_taken record;
BEGIN
    v_taken := sms.sms_take(
        coalesce(p_provider, ''), ARRAY[p_params], ARRAY[p_url_kind], ARRAY[p_method], ARRAY[p_path], ARRAY[p_remote_addr],
        ARRAY[p_via], ARRAY[p_token], ARRAY[p_digest], ARRAY[p_error],
        ARRAY[coalesce(p_received_at, clock_timestamp() AT TIME ZONE 'UTC')]);
    p_callback_id := v_taken.p_callback_id[1];
    p_state := v_taken.p_state[1];
    p_duplicate := v_taken.p_duplicate[1];
    p_answer_status := v_taken.p_answer_status[1];
    p_answer_type := v_taken.p_answer_type[1];
    p_answer_body := v_taken.p_answer_body[1];
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_callback IS 'Takes one callback of a provider: journals it, finds out what it is and applies it.';
