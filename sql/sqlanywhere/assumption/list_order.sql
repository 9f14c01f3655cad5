-- list_order: LIST joins texts in the order of an expression of bytes, and leaves NULL out.
-- Used by sp_sms_understand.
SELECT
    'B|a' AS expected,
    LIST(x.value, '|' ORDER BY CAST(x.value AS VARBINARY(8))) AS got
FROM (SELECT 'a' AS value UNION ALL SELECT 'B' UNION ALL SELECT NULL) AS x;
