-- 2:15 semicolon
SELECT 1 AS a SELECT 2;
