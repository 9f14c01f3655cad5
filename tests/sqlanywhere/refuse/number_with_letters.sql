-- 2:8 number
SELECT 12abc FROM t;
