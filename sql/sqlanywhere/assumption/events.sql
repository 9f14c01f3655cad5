-- events: The events that work off callbacks and purge old rows are enabled.
-- Used by sms_process, sms_purge.
SELECT
    2 AS expected,
    COUNT(*) AS got
FROM SYS.SYSEVENT AS e
WHERE e.event_name IN ('sms_process', 'sms_purge') AND e.enabled = 'Y';
