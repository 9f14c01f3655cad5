-- 2:15 variable
SELECT a INTO ? FROM t;
