-- sp_sms_process: applies callbacks of the journal again (docs/rules.md, section 4).
-- IN p_callback_id (that row, whatever its state), or NULL and p_limit (default: 1000): the oldest rows that are pending, or
-- failed with fewer attempts than the setting process_attempts.
-- OUT p_done, p_failed: how many ended so; read them from this view in the same transaction.
-- Reads sms_callback, sms_setting; calls sp_sms_apply.
CREATE VIEW sp_sms_process AS
SELECT
    NULL AS p_callback_id,
    NULL AS p_limit,
    process_done AS p_done,
    process_failed AS p_failed
FROM sms_call;

CREATE TRIGGER sp_sms_process_call INSTEAD OF INSERT ON sp_sms_process
BEGIN
    UPDATE sms_call SET apply_done = 0, apply_failed = 0;

    INSERT INTO sp_sms_apply (p_callback_id)
    SELECT b.callback_id
    FROM sms_callback AS b
    WHERE b.callback_id = NEW.p_callback_id;

    -- Two halves, since SQLite looks into the index of open rows only for one state at a time.
    INSERT INTO sp_sms_apply (p_callback_id)
    SELECT o.callback_id
    FROM (
        SELECT b.callback_id
        FROM sms_callback AS b
        WHERE b.state <> 'done' AND b.state = 'pending'
        UNION ALL
        SELECT b.callback_id
        FROM sms_callback AS b
        WHERE
            b.state <> 'done'
            AND b.state = 'failed'
            AND b.attempts < (SELECT CAST(s.value AS INTEGER) FROM sms_setting AS s WHERE s.name = 'process_attempts')
    ) AS o
    WHERE NEW.p_callback_id IS NULL
    ORDER BY o.callback_id
    LIMIT coalesce(NEW.p_limit, 1000);

    UPDATE sms_call SET process_done = apply_done, process_failed = apply_failed;
END;
