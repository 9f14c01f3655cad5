-- sms_json_text: a text as a JSON string in ASCII with its quotes; NULL gives null.
-- IN p_text: a text of the database.
-- Reads and writes nothing.
CREATE OR REPLACE FUNCTION sms.sms_json_text(IN p_text LONG VARCHAR) RETURNS LONG VARCHAR
DETERMINISTIC
BEGIN
    RETURN IF p_text IS NULL THEN 'null' ELSE sms.sms_json_ascii(sms.sms_utf8(p_text), 1) ENDIF;
END;

COMMENT ON PROCEDURE sms.sms_json_text IS 'A text as a JSON string in ASCII; null for NULL.';
