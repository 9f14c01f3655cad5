-- sms_tick: forgets, each hour.
CREATE EVENT sms_tick
SCHEDULE sms_tick_each_hour START TIME '00:00:00' EVERY 1 HOURS
ENABLE
HANDLER
BEGIN
    DELETE FROM sms.sms_callback;
    COMMIT;
END;
