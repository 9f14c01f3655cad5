-- sms_header_option: an option of an HTTP header, as charset of `text/plain; charset="utf-8"`; NULL if it is not there.
-- IN p_header: the header. IN p_name: the option; '' for what stands before all options, such as the media type.
-- Reads and writes nothing.
CREATE OR REPLACE FUNCTION sms.sms_header_option(IN p_header LONG VARCHAR, IN p_name VARCHAR(40)) RETURNS LONG VARCHAR
DETERMINISTIC
BEGIN
    DECLARE v_rest  LONG VARCHAR;
    DECLARE v_part  LONG VARCHAR;
    DECLARE v_place INTEGER;

    SET v_rest = COALESCE(p_header, '') || ';';
    SET v_place = 0;
    WHILE v_rest <> '' LOOP
        SET v_part = TRIM(LEFT(v_rest, LOCATE(v_rest, ';') - 1));
        SET v_rest = SUBSTR(v_rest, LOCATE(v_rest, ';') + 1);
        IF v_place = 0 AND p_name = '' THEN
            RETURN LOWER(v_part);
        END IF;
        IF v_place > 0 AND TRIM(LEFT(v_part, LOCATE(v_part || '=', '=') - 1)) = p_name THEN
            SET v_part = TRIM(SUBSTR(v_part, LOCATE(v_part || '=', '=') + 1));
            RETURN IF LEFT(v_part, 1) = '"' AND RIGHT(v_part, 1) = '"' AND LENGTH(v_part) > 1
                   THEN SUBSTR(v_part, 2, LENGTH(v_part) - 2)
                   ELSE v_part
                   ENDIF;
        END IF;
        SET v_place = v_place + 1;
    END LOOP;
    RETURN NULL;
END;

COMMENT ON PROCEDURE sms.sms_header_option IS 'An option of an HTTP header, NULL if it is not there.';
