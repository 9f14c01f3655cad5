-- 2:19 one
GRANT CONNECT TO a, b;
