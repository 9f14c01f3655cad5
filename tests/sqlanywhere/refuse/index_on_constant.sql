-- 2:22 column
CREATE INDEX i ON t (1);
