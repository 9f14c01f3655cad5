-- 2:7 altered
ALTER SCHEME a;
