-- 3:1 value
SELECT
