-- sms_upper: a text with capital letters for small ones, in ASCII only: what a database's collation makes of other letters,
-- or of the Turkish i, is no rule of ours (docs/rules.md, sections 3 and 4).
-- IN p_text: short, as a status word or a keyword is; it is read letter by letter where it has small ones.
CREATE OR REPLACE FUNCTION sms.sms_upper(IN p_text LONG VARCHAR) RETURNS LONG VARCHAR
DETERMINISTIC
BEGIN
    DECLARE v_text   LONG VARCHAR;
    DECLARE v_letter VARCHAR(1 CHAR);
    DECLARE v_code   INTEGER;
    DECLARE v_place  INTEGER;

    IF p_text IS NULL OR CAST(UPPER(p_text) AS LONG BINARY) = CAST(p_text AS LONG BINARY) THEN
        RETURN p_text;
    END IF;
    SET v_text = '';
    SET v_place = 1;
    WHILE v_place <= CHAR_LENGTH(p_text) LOOP
        SET v_letter = SUBSTRING(p_text, v_place, 1);
        SET v_code = ASCII(v_letter);
        IF v_code BETWEEN 97 AND 122 THEN
            SET v_letter = CHAR(v_code - 32);
        END IF;
        SET v_text = v_text || v_letter;
        SET v_place = v_place + 1;
    END LOOP;
    RETURN v_text;
END;

COMMENT ON PROCEDURE sms.sms_upper IS 'A text with capital letters for small ones, in ASCII only.';
