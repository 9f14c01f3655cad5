-- 2:13 reserved
SELECT a AS option FROM t;
