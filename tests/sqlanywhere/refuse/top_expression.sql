-- 2:12 whole
SELECT TOP (SELECT 5) a FROM t;
