-- sms_hex: bytes as hexadecimal digits in lower case; NULL gives NULL.
-- IN p_bytes: a few bytes.
-- Reads and writes nothing.
CREATE OR REPLACE FUNCTION sms.sms_hex(IN p_bytes LONG BINARY) RETURNS LONG VARCHAR
DETERMINISTIC
BEGIN
    DECLARE v_result LONG VARCHAR;
    DECLARE v_at     INTEGER;

    IF p_bytes IS NULL THEN
        RETURN NULL;
    END IF;
    SET v_result = '';
    SET v_at = 1;
    WHILE v_at <= BYTE_LENGTH(p_bytes) LOOP
        SET v_result = v_result
            || LOWER(RIGHT(INTTOHEX(CAST(CAST(BYTE_SUBSTR(p_bytes, v_at, 1) AS BINARY(1)) AS INTEGER)), 2));
        SET v_at = v_at + 1;
    END LOOP;
    RETURN v_result;
END;

COMMENT ON PROCEDURE sms.sms_hex IS 'Bytes as hexadecimal digits in lower case.';
