-- 2:8 name
SELECT "" FROM t;
