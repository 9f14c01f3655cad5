-- sms_address: the bytes of an IP address: 4 of IPv4, 16 of IPv6; NULL if the text is none.
-- IN p_text: as a socket or a DBA spells it; a zone (fe80::1%eth0) does not count.
-- Reads and writes nothing.
CREATE OR REPLACE FUNCTION sms.sms_address(IN p_text LONG VARCHAR) RETURNS VARBINARY(16)
DETERMINISTIC
BEGIN
    DECLARE v_text  VARCHAR(100);
    DECLARE v_left  VARCHAR(32);
    DECLARE v_right VARCHAR(32);
    DECLARE v_word  VARCHAR(100);
    DECLARE v_gap   INTEGER;
    DECLARE v_colon INTEGER;

    SET v_text = LOWER(LEFT(TRIM(p_text), 100));
    IF LOCATE(v_text, '%') > 0 THEN
        SET v_text = LEFT(v_text, LOCATE(v_text, '%') - 1);
    END IF;
    SET v_left = '';
    IF v_text REGEXP '[0-9.]+' THEN
        -- Four numbers; one more point makes the loop uniform.
        SET v_text = v_text || '.';
        WHILE v_text <> '' LOOP
            SET v_word = LEFT(v_text, LOCATE(v_text, '.') - 1);
            SET v_text = SUBSTR(v_text, LENGTH(v_word) + 2);
            IF NOT v_word REGEXP '0|[1-9][0-9]?[0-9]?' OR LENGTH(v_left) = 8 THEN
                RETURN NULL;
            END IF;
            IF CAST(v_word AS INTEGER) > 255 THEN
                RETURN NULL;
            END IF;
            SET v_left = v_left || RIGHT(INTTOHEX(CAST(v_word AS INTEGER)), 2);
        END LOOP;
        RETURN IF LENGTH(v_left) = 8 THEN sms.sms_unhex(v_left) ENDIF;
    END IF;
    IF NOT v_text REGEXP '[0-9a-f:.]*:[0-9a-f:.]*' OR v_text IS NULL THEN
        RETURN NULL;
    END IF;
    IF LOCATE(v_text, '.') > 0 THEN
        -- The last 32 bits may be spelled as an IPv4 address (RFC 4291, section 2.2).
        SET v_colon = LENGTH(v_text);
        WHILE SUBSTR(v_text, v_colon, 1) <> ':' LOOP
            SET v_colon = v_colon - 1;
        END LOOP;
        SET v_word = SUBSTR(v_text, v_colon + 1);
        IF sms.sms_address(v_word) IS NULL THEN
            RETURN NULL;
        END IF;
        SET v_right = sms.sms_hex(sms.sms_address(v_word));
        SET v_text = LEFT(v_text, v_colon) || LEFT(v_right, 4) || ':' || RIGHT(v_right, 4);
        SET v_right = '';
    END IF;
    SET v_gap = LOCATE(v_text, '::');
    IF v_gap = 0 THEN
        SET v_left = sms.sms_address_words(v_text);
        RETURN IF LENGTH(v_left) = 32 THEN sms.sms_unhex(v_left) ENDIF;
    END IF;
    SET v_left = sms.sms_address_words(LEFT(v_text, v_gap - 1));
    SET v_right = sms.sms_address_words(SUBSTR(v_text, v_gap + 2));
    RETURN IF LENGTH(v_left) + LENGTH(v_right) < 32
           THEN sms.sms_unhex(v_left || REPEAT('0', 32 - LENGTH(v_left) - LENGTH(v_right)) || v_right)
           ENDIF;
END;

COMMENT ON PROCEDURE sms.sms_address IS 'The bytes of an IP address, NULL if the text is none.';
