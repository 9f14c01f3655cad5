-- 2:19 boolean
CREATE TABLE t (a boolean);
