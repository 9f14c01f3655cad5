-- sms_bytes: the bytes of a text, to compare texts to the letter: most databases compare texts without regard to case.
-- IN p_text. Returns NULL for NULL.
CREATE OR REPLACE FUNCTION sms.sms_bytes(IN p_text LONG VARCHAR) RETURNS LONG BINARY
DETERMINISTIC
BEGIN
    RETURN CAST(p_text AS LONG BINARY);
END;

COMMENT ON PROCEDURE sms.sms_bytes IS 'The bytes of a text, to compare texts to the letter.';
