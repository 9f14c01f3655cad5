-- 4:5 SET
BEGIN
    DECLARE a INTEGER;
    a := 1;
END;
