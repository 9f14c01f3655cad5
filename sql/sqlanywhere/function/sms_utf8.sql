-- sms_utf8: the bytes of a text in UTF-8, whatever the database's charset; NULL gives NULL.
-- IN p_text: a text of the database.
-- Reads and writes nothing.
CREATE OR REPLACE FUNCTION sms.sms_utf8(IN p_text LONG VARCHAR) RETURNS LONG BINARY
DETERMINISTIC
BEGIN
    RETURN CAST(CSCONVERT(p_text, 'utf-8') AS LONG BINARY);
END;

COMMENT ON PROCEDURE sms.sms_utf8 IS 'The bytes of a text in UTF-8.';
