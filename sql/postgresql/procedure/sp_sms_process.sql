-- sp_sms_process: applies callbacks of the journal again (docs/rules.md, section 4).
-- IN p_callback_id (that row, whatever its state), or NULL and p_limit (NULL: 1000): the oldest rows that are pending, or
-- failed with fewer attempts than the setting process_attempts.
-- OUT p_done, p_failed: how many ended so.
-- Reads sms_callback, sms_setting; calls sms_apply.
CREATE OR REPLACE PROCEDURE sms.sp_sms_process(
    IN p_callback_id bigint,
    IN p_limit       integer,
    OUT p_done       integer,
    OUT p_failed     integer
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sms, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    v_attempts integer := (SELECT s.value FROM sms.sms_setting AS s WHERE s.name = 'process_attempts');
    v_ids      bigint[] := ARRAY[p_callback_id];
BEGIN
    IF p_callback_id IS NULL THEN
        -- A batch holds the rows of many messages. Two at once could wait for each other, so they take turns.
        PERFORM pg_advisory_xact_lock(hashtextextended('sms.sp_sms_process', 0));
        v_ids := ARRAY(
            SELECT b.callback_id
            FROM sms.sms_callback AS b
            WHERE b.state <> 'done' AND (b.state = 'pending' OR b.attempts < v_attempts)
            ORDER BY b.callback_id
            LIMIT coalesce(p_limit, 1000)
            FOR UPDATE SKIP LOCKED
        );
    END IF;
    SELECT a.p_done, a.p_failed INTO p_done, p_failed FROM sms.sms_apply(v_ids) AS a;
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_process IS 'Applies callbacks of the journal again: one, or all that are open.';
