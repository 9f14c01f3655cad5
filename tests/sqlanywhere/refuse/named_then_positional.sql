-- 2:16 argument
CALL p(a = 1, 2);
