-- sms_process: each minute applies callbacks that are pending, or failed and may be tried again. It runs with the rights of the
-- user who made it, and once at a time: the server sets the next time when the handler has ended.
-- Calls sp_sms_process.
CREATE EVENT sms_process
SCHEDULE sms_process_each_minute START TIME '00:00:00' EVERY 1 MINUTES
ENABLE
HANDLER
BEGIN
    DECLARE v_done   INTEGER;
    DECLARE v_failed INTEGER;

    CALL sms.sp_sms_process(NULL, 1000, v_done, v_failed);
    COMMIT;
END;

COMMENT ON EVENT sms_process IS 'Applies open callbacks of the journal each minute.';
