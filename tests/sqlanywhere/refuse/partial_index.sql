-- 2:25 partial
CREATE INDEX i ON t (a) WHERE a > 1;
