-- 4:9 THEN
BEGIN
    IF 1 = 1
        SELECT 1
END;
