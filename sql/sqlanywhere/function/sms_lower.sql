-- sms_lower: a text with small letters for capital ones, in ASCII only: what a database's collation makes of other letters,
-- or of the Turkish i, is no rule of ours (docs/rules.md, sections 3 and 4).
-- IN p_text: short, as a status word or a keyword is; it is read letter by letter where it has capital ones.
CREATE OR REPLACE FUNCTION sms.sms_lower(IN p_text LONG VARCHAR) RETURNS LONG VARCHAR
DETERMINISTIC
BEGIN
    DECLARE v_text   LONG VARCHAR;
    DECLARE v_letter VARCHAR(1 CHAR);
    DECLARE v_code   INTEGER;
    DECLARE v_place  INTEGER;

    IF p_text IS NULL OR CAST(LOWER(p_text) AS LONG BINARY) = CAST(p_text AS LONG BINARY) THEN
        RETURN p_text;
    END IF;
    SET v_text = '';
    SET v_place = 1;
    WHILE v_place <= CHAR_LENGTH(p_text) LOOP
        SET v_letter = SUBSTRING(p_text, v_place, 1);
        SET v_code = ASCII(v_letter);
        IF v_code BETWEEN 65 AND 90 THEN
            SET v_letter = CHAR(v_code + 32);
        END IF;
        SET v_text = v_text || v_letter;
        SET v_place = v_place + 1;
    END LOOP;
    RETURN v_text;
END;

COMMENT ON PROCEDURE sms.sms_lower IS 'A text with small letters for capital ones, in ASCII only.';
