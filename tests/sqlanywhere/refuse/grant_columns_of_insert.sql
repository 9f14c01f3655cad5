-- 2:14 columns
GRANT INSERT (a) ON t TO u;
