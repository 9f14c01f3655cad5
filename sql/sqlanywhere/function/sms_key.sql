-- sms_key: a key as it is kept: more than 200 characters become the first 100 and a SHA-256 of all, since an index takes no
-- long texts (docs/rules.md, section 1, step 4).
-- IN p_key.
CREATE OR REPLACE FUNCTION sms.sms_key(IN p_key LONG VARCHAR) RETURNS VARCHAR(200 CHAR)
DETERMINISTIC
BEGIN
    IF CHAR_LENGTH(p_key) > 200 THEN
        RETURN LEFT(p_key, 100) || '#' || HASH(p_key, 'SHA256');
    END IF;
    RETURN p_key;
END;

COMMENT ON PROCEDURE sms.sms_key IS 'A key as it is kept: a long one as its beginning and a SHA-256.';
