-- 2:38 one
BEGIN DECLARE a, b INTEGER; SET a = 1, b = 2; END;
