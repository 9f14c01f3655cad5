-- 2:13 =
BEGIN SET a += 1; END;
