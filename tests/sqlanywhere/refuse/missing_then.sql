-- 4:5 THEN
BEGIN
    IF a = 1
    END IF;
END;
