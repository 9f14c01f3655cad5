-- sp_sms_apply: understands one row of the journal and does what it says (docs/rules.md, section 2). Applying again is safe.
-- IN p_callback_id; nothing happens if there is no such row.
-- Calls sms_apply.
CREATE OR REPLACE PROCEDURE sms.sp_sms_apply(IN p_callback_id bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sms, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
BEGIN
    PERFORM sms.sms_apply(ARRAY[p_callback_id]);
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_apply IS 'Applies one callback of the journal again; it is safe to repeat.';
