-- sms_recoded: text that came in a declared charset, in UTF-8. Where the server does not know that charset, or would lose a
-- byte, the bytes stay as they are: nobody loses what a provider sent.
-- IN p_bytes: as they came. IN p_charset: as the request names it; NULL or '': UTF-8.
-- Reads and writes nothing.
CREATE OR REPLACE FUNCTION sms.sms_recoded(IN p_bytes LONG BINARY, IN p_charset LONG VARCHAR) RETURNS LONG BINARY
DETERMINISTIC
BEGIN
    DECLARE v_charset VARCHAR(40);
    DECLARE v_result LONG BINARY;
    IF LENGTH(TRIM(p_charset)) > 40 OR NOT TRIM(p_charset) REGEXP '[0-9A-Za-z_.:-]+' THEN
        RETURN p_bytes;
    END IF;
    SET v_charset = LOWER(TRIM(p_charset));
    IF COALESCE(v_charset, '') IN ('', 'utf-8', 'utf8', 'us-ascii', 'ascii') THEN
        RETURN p_bytes;
    END IF;
    BEGIN
        SET v_result = CAST(CSCONVERT(CAST(p_bytes AS LONG VARCHAR), 'utf-8', v_charset) AS LONG BINARY);
        IF CAST(CSCONVERT(CAST(v_result AS LONG VARCHAR), v_charset, 'utf-8') AS LONG BINARY) = p_bytes THEN
            RETURN v_result;
        END IF;
    EXCEPTION
        WHEN OTHERS THEN
            SET v_result = NULL;
    END;
    RETURN p_bytes;
END;

COMMENT ON PROCEDURE sms.sms_recoded IS 'Text that came in a declared charset, in UTF-8.';
