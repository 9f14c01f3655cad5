-- 2:23 []
CREATE TABLE t (a TEXT[]);
