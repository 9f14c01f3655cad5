-- 4:15 label
BEGIN
    one: LOOP
        LEAVE two;
    END LOOP one;
END;
