-- 2:8 value
SELECT , a FROM t;
