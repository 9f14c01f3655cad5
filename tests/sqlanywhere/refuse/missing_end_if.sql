-- 5:4 IF
BEGIN
    IF 1 = 1 THEN
        SELECT 1;
END;
