-- 8:4 ELSEIF
BEGIN
    IF 1 = 1 THEN
        SELECT 1;
    ELSE IF 2 = 2 THEN
        SELECT 2;
    END IF;
END;
