-- What 17 added: arrays, rows, TRY and CATCH, LEAVE without a label.
CREATE OR REPLACE VARIABLE parsed ARRAY OF ROW(name LONG VARCHAR, size INTEGER);
CREATE PROCEDURE walk_array(IN p_size INTEGER)
BEGIN
    DECLARE v_numbers ARRAY(3) OF INTEGER = ARRAY(1, 2, p_size);
    DECLARE v_pair ROW(x INTEGER, y INTEGER) = ROW(1, 2);
    DECLARE v_column sms.kinds.id%TYPE;
    BEGIN TRY
        SET v_column = v_numbers[[1]] + v_numbers[[CARDINALITY(v_numbers) - 1]];
        SET v_pair.x = parsed[[v_numbers[[2]]]];
        LOOP
            LEAVE;
        END LOOP;
    END TRY
    BEGIN CATCH
        SELECT ERROR_MESSAGE() INTO v_column;
    END CATCH;
    SELECT u.n FROM UNNEST(v_numbers) WITH ORDINALITY AS u;
    SELECT CURRENT SERVER TIMESTAMP, EXECUTING USER, SESSION USER;
END;
