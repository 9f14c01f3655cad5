-- long_max: MAX takes a LONG VARCHAR.
-- Used by sp_sms_work, sp_sms_list.
SELECT
    'b' AS expected,
    MAX(CAST(x.value AS LONG VARCHAR)) AS got
FROM (SELECT 'a' AS value UNION ALL SELECT 'b') AS x;
