-- 2:6 dropped
DROP SCHEME a;
