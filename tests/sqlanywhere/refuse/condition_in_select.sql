-- 2:8 condition
SELECT (a = 1 OR b = 2) FROM t;
