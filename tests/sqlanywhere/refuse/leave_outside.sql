-- 3:11 label
BEGIN
    LEAVE done;
END;
