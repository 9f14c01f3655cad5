-- 2:15 table
SELECT a FROM 1;
