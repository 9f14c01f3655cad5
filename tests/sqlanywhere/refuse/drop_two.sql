-- 2:13 one
DROP TABLE t, u;
