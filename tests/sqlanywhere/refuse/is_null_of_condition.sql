-- 2:23 value
SELECT a FROM t WHERE (a = 1) IS NULL;
