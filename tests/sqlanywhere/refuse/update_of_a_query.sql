-- 2:8 table
UPDATE (SELECT 1 AS a) AS q SET a = 1;
