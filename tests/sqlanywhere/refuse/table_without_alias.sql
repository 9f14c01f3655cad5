-- 2:31 alias
SELECT a FROM (SELECT 1 AS a) WHERE a = 1;
