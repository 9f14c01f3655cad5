-- 2:14 ended
SELECT 5 MOD 2;
