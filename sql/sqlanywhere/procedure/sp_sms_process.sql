-- sp_sms_process: applies callbacks of the journal again (docs/rules.md, section 4).
-- IN p_callback_id (that row, whatever its state), or NULL and p_limit (NULL: 1000): the oldest rows that are pending, or
-- failed with fewer attempts than the setting process_attempts.
-- OUT p_done, p_failed: how many ended so.
-- Reads sms_callback, sms_setting; calls sp_sms_apply.
CREATE OR REPLACE PROCEDURE sms.sp_sms_process(
    IN p_callback_id BIGINT,
    IN p_limit       INTEGER,
    OUT p_done       INTEGER,
    OUT p_failed     INTEGER
)
NO RESULT SET
BEGIN
    DECLARE v_limit    INTEGER;
    DECLARE v_attempts INTEGER;
    DECLARE v_state    VARCHAR(8 CHAR);
    DECLARE v_done     INTEGER;
    DECLARE v_failed   INTEGER;

    SET p_done = 0;
    SET p_failed = 0;
    IF p_callback_id IS NOT NULL THEN
        CALL sms.sp_sms_apply(p_callback_id);
        SET v_state = (SELECT b.state FROM sms.sms_callback AS b WHERE b.callback_id = p_callback_id);
        IF v_state = 'done' THEN
            SET p_done = 1;
        ELSEIF v_state = 'failed' THEN
            SET p_failed = 1;
        END IF;
        RETURN;
    END IF;

    -- A batch holds the rows of many messages. Two at once could wait for each other, so they take turns: each locks the row of
    -- its setting.
    UPDATE sms.sms_setting SET value = value WHERE name = 'process_attempts';
    SET v_attempts = (SELECT CAST(s.value AS INTEGER) FROM sms.sms_setting AS s WHERE s.name = 'process_attempts');
    SET v_limit = COALESCE(p_limit, 1000);
    FOR each_open AS open_callback INSENSITIVE CURSOR FOR
        SELECT TOP v_limit b.callback_id AS v_callback_id
        FROM sms.sms_callback AS b
        WHERE b.state = 'pending' OR (b.state = 'failed' AND b.attempts < v_attempts)
        ORDER BY b.callback_id
    DO
        CALL sms.sp_sms_process(v_callback_id, NULL, v_done, v_failed);
        SET p_done = p_done + v_done;
        SET p_failed = p_failed + v_failed;
    END FOR;
END;

COMMENT ON PROCEDURE sms.sp_sms_process IS 'Applies callbacks of the journal again: one, or all that are open.';
