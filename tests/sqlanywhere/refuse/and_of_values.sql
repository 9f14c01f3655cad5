-- 2:23 condition
SELECT a FROM t WHERE a AND b = 1;
