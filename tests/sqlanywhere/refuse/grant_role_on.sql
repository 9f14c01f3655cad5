-- 2:14 object
GRANT DBA ON t TO u;
