-- sp_sms_apply: understands one row of the journal and does what it says (docs/rules.md, section 2). Applying again is safe.
-- IN p_callback_id; nothing happens if there is no such row.
-- Writes sms_callback (kind, state, error, attempts, processed_at); what else, sms_work says.
CREATE OR REPLACE PROCEDURE sms.sp_sms_apply(IN p_callback_id bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sms, pg_temp
AS $$
DECLARE
    v_callback record;
    v_params   record;
    v_meaning  record;
    v_error    text;
BEGIN
    SELECT b.provider, b.params, b.url_kind, b.received_at
    INTO v_callback
    FROM sms.sms_callback AS b
    WHERE b.callback_id = p_callback_id
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    v_params := sms.sms_params(v_callback.params::text);
    v_meaning := sms.sms_understand(v_callback.provider, v_params.p_params, v_callback.url_kind);
    v_error := v_meaning.p_failure;
    IF v_error IS NULL THEN
        v_error := sms.sms_work(
            p_callback_id, v_callback.provider, v_meaning.p_kind, v_meaning.p_values, v_meaning.p_key,
            v_callback.received_at);
    END IF;
    UPDATE sms.sms_callback
    SET
        kind = v_meaning.p_kind,
        state = CASE WHEN v_error IS NULL THEN 'done' ELSE 'failed' END,
        error = coalesce(v_error, v_meaning.p_note),
        attempts = attempts + 1,
        processed_at = clock_timestamp() AT TIME ZONE 'UTC'
    WHERE callback_id = p_callback_id;
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_apply IS 'Applies one callback of the journal again; it is safe to repeat.';
