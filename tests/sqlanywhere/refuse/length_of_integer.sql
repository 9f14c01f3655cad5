-- 2:26 length
CREATE TABLE t (a INTEGER(10));
