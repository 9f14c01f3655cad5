-- 2:14 client
BEGIN SELECT ?; END;
