-- 3:8 value
BEGIN
    IF ISNUMERIC('1') THEN
        SELECT 1;
    END IF;
END;
