-- 2:8 created
CREATE SCHEME a;
