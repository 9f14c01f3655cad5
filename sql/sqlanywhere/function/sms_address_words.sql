-- sms_address_words: a part of sms_address: hexadecimal words between colons, each with all its four digits, without the colons.
-- IN p_text: in lower case; '' gives ''. Returns NULL where a word is none, or there are more than eight.
-- Reads and writes nothing.
CREATE OR REPLACE FUNCTION sms.sms_address_words(IN p_text VARCHAR(100)) RETURNS VARCHAR(40)
DETERMINISTIC
BEGIN
    DECLARE v_text   VARCHAR(101);
    DECLARE v_word   VARCHAR(100);
    DECLARE v_result VARCHAR(40);

    SET v_result = '';
    SET v_text = IF p_text = '' THEN '' ELSE p_text || ':' ENDIF;
    WHILE v_text <> '' LOOP
        SET v_word = LEFT(v_text, LOCATE(v_text, ':') - 1);
        SET v_text = SUBSTR(v_text, LENGTH(v_word) + 2);
        IF NOT v_word REGEXP '[0-9a-f][0-9a-f]?[0-9a-f]?[0-9a-f]?' OR LENGTH(v_result) = 32 THEN
            RETURN NULL;
        END IF;
        SET v_result = v_result || RIGHT('000' || v_word, 4);
    END LOOP;
    RETURN v_result;
END;

COMMENT ON PROCEDURE sms.sms_address_words IS 'A part of sms_address: hexadecimal words between colons.';
