-- 2:20 window
SELECT SUM(a) OVER FROM t;
