-- 5:5 declarations
BEGIN
    DECLARE a INTEGER;
    SET a = 1;
    DECLARE b INTEGER;
END;
