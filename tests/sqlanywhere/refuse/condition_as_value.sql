-- 5:13 condition
CREATE PROCEDURE p(IN a INTEGER)
BEGIN
    DECLARE b BIT;
    SET b = (a > 1);
END;
