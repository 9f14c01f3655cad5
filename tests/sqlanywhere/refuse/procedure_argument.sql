-- 2:11 argument
CALL p(1, );
