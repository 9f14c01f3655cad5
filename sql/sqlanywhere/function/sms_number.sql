-- sms_number: a number as in JSON, below 10^10, to 8 decimals; NULL if the text is none (docs/rules.md, section 2).
-- IN p_text.
-- Reads and writes nothing. The digits are put in their places as text, so that no cast sees an exponent or too many of them.
CREATE OR REPLACE FUNCTION sms.sms_number(IN p_text LONG VARCHAR) RETURNS NUMERIC(18, 8)
DETERMINISTIC
BEGIN
    DECLARE v_text   VARCHAR(64);
    DECLARE v_digits VARCHAR(110);
    DECLARE v_point  INTEGER;
    DECLARE v_e      INTEGER;
    DECLARE v_units  BIGINT;

    IF p_text IS NULL
        OR BYTE_LENGTH(p_text) > 64
        OR p_text NOT REGEXP '-?(0|[1-9][0-9]*)([.][0-9]+)?([eE]([+]|-)?0*[0-9]{1,3})?'
    THEN
        RETURN NULL;
    END IF;

    -- What is before the exponent, without its sign; and how many digits stand before the point.
    SET v_text = REPLACE(LOWER(p_text), '+', '');
    SET v_e = LOCATE(v_text || 'e', 'e');
    SET v_digits = REPLACE(LEFT(v_text, v_e - 1), '-', '');
    SET v_point = LOCATE(v_digits || '.', '.') - 1;
    IF v_e < LENGTH(v_text) THEN
        SET v_point = v_point + CAST(SUBSTR(v_text, v_e + 1) AS INTEGER);
    END IF;
    SET v_digits = REPLACE(v_digits, '.', '');
    SET v_units = LENGTH(v_digits);
    SET v_digits = REPLACE(LTRIM(REPLACE(v_digits, '0', ' ')), ' ', '0');
    SET v_point = v_point - v_units + LENGTH(v_digits);
    IF v_digits = '' OR v_point < -8 THEN
        RETURN 0;
    END IF;
    IF v_point > 10 THEN
        RETURN NULL;
    END IF;

    -- In units of 10^-8; the digit after that rounds.
    SET v_digits = LEFT(REPEAT('0', 10 - v_point) || v_digits || REPEAT('0', 19), 19);
    SET v_units = CAST(LEFT(v_digits, 18) AS BIGINT) + IF RIGHT(v_digits, 1) >= '5' THEN 1 ELSE 0 ENDIF;
    IF v_units >= 1000000000000000000 THEN
        RETURN NULL;
    END IF;
    SET v_digits = RIGHT(REPEAT('0', 18) || CAST(v_units AS VARCHAR(20)), 18);
    RETURN CAST(
        STRING(IF LEFT(p_text, 1) = '-' THEN '-' ELSE '' ENDIF, LEFT(v_digits, 10), '.', RIGHT(v_digits, 8)) AS NUMERIC(18, 8));
END;

COMMENT ON PROCEDURE sms.sms_number IS 'The number that a text writes, or NULL if it writes none.';
