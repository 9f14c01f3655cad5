-- 2:14 )
SELECT (1 + 2;
