-- 2:23 value
SELECT a FROM t WHERE 1 < a < 3;
