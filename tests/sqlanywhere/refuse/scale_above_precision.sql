-- 2:26 precision
CREATE TABLE t (a NUMERIC(5, 8));
