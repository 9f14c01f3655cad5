-- null_first: NULL sorts before all values.
-- Used by the order of rules and answers.
SELECT
    1 AS expected,
    x.pick AS got
FROM (
    SELECT FIRST IF y.value IS NULL THEN 1 ELSE 0 ENDIF AS pick
    FROM (SELECT 1 AS value UNION ALL SELECT NULL) AS y
    ORDER BY y.value
) AS x;
