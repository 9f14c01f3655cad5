-- Statements of a body at the head of a file.
IF NOT EXISTS (SELECT 1 FROM SYS.SYSUSER WHERE user_name = 'sms') THEN
    CREATE USER sms;
END IF;
BEGIN
    DECLARE v INTEGER;
    SET v = 1;
    WHILE v < 3 LOOP
        EXECUTE IMMEDIATE 'CREATE TABLE t' || v || ' (a INTEGER)';
        SET v = v + 1;
    END LOOP;
    CREATE PROCEDURE last() BEGIN SELECT 1; END;
END;
outer_one: BEGIN
    LEAVE outer_one;
END outer_one;
CASE 1 WHEN 1 THEN COMMIT; END CASE;
FOR x AS y CURSOR FOR SELECT 1 AS a DO SELECT a; END FOR;
