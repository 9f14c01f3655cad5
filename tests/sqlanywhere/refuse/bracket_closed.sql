-- 2:9 statement
SELECT 1);
