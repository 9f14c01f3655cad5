-- 2:12 label
BEGIN one: SELECT 1; END;
