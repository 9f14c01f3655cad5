-- 4:9 declarations
BEGIN
    IF 1 = 1 THEN
        DECLARE a INTEGER;
    END IF;
END;
