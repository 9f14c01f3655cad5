-- 2:19 parameters
GRANT EXECUTE ON f(INTEGER) TO u;
