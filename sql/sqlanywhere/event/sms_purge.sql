-- sms_purge: each night deletes what the settings keep_… no longer keep, in small transactions, so that nobody waits long.
-- Calls sp_sms_purge.
CREATE EVENT sms_purge
SCHEDULE sms_purge_each_night START TIME '03:30:00' EVERY 24 HOURS
ENABLE
HANDLER
BEGIN
    DECLARE v_callbacks INTEGER;
    DECLARE v_messages  INTEGER;
    DECLARE v_inbound   INTEGER;

    purge: LOOP
        CALL sms.sp_sms_purge(1000, v_callbacks, v_messages, v_inbound);
        COMMIT;
        IF v_callbacks + v_messages + v_inbound = 0 THEN
            LEAVE purge;
        END IF;
    END LOOP;
END;

COMMENT ON EVENT sms_purge IS 'Deletes each night what the settings no longer keep.';
