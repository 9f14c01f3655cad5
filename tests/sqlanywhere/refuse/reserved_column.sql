-- 2:17 reserved
CREATE TABLE t (message VARCHAR(20), time TIMESTAMP);
