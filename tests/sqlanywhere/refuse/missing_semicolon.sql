-- 4:5 semicolon
BEGIN
    SET a = 1
    SET b = 2;
END;
