-- rank_bytes: ROW_NUMBER orders by an expression of bytes.
-- Used by sp_sms_understand.
SELECT
    'B' AS expected,
    MAX(IF y.place = 1 THEN y.value ENDIF) AS got
FROM (
    SELECT x.value, ROW_NUMBER() OVER (ORDER BY CAST(x.value AS LONG BINARY)) AS place
    FROM (SELECT 'a' AS value UNION ALL SELECT 'B') AS x
) AS y;
