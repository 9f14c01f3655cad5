-- sms_given: a text that says something: NULL for '', blanks and the text `null` (docs/rules.md, section 3).
-- IN p_text.
CREATE OR REPLACE FUNCTION sms.sms_given(IN p_text LONG VARCHAR) RETURNS LONG VARCHAR
DETERMINISTIC
BEGIN
    DECLARE v_text LONG VARCHAR;

    SET v_text = TRIM(p_text);
    IF BYTE_LENGTH(v_text) = 0 OR CAST(v_text AS LONG BINARY) = CAST('null' AS LONG BINARY) THEN
        RETURN NULL;
    END IF;
    RETURN p_text;
END;

COMMENT ON PROCEDURE sms.sms_given IS 'The text, or NULL if it says nothing: empty, blanks, or null.';
