-- microseconds: A TIMESTAMP keeps microseconds, and DATEFORMAT writes them.
-- Used by sms_time, all times.
SELECT
    '2024-05-06 07:08:09.123456' AS expected,
    DATEFORMAT(CAST('2024-05-06 07:08:09.123456' AS TIMESTAMP), 'yyyy-mm-dd hh:nn:ss.ssssss') AS got;
