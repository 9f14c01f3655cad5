-- 2:17 column
CREATE TABLE t ();
