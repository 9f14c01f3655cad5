-- 4:5 LOOP
BEGIN
    WHILE a < 3
    BEGIN
        SET a = a + 1
    END
END;
