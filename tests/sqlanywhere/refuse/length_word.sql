-- 2:27 length
CREATE TABLE t (a VARCHAR(n));
