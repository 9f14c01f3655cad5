-- sms_hmac: a keyed hash, RFC 2104, on top of the server's HASH.
-- IN p_key, p_message: any bytes. IN p_algorithm: SHA1 or SHA256, whose blocks are of 64 bytes.
-- Reads and writes nothing. sp_sms_selftest_signature checks it against published vectors.
CREATE OR REPLACE FUNCTION sms.sms_hmac(
    IN p_key       LONG BINARY,
    IN p_message   LONG BINARY,
    IN p_algorithm VARCHAR(16)
) RETURNS LONG BINARY
DETERMINISTIC
BEGIN
    DECLARE v_key LONG BINARY;
    DECLARE v_inner LONG VARCHAR;
    DECLARE v_outer LONG VARCHAR;
    DECLARE v_byte INTEGER;
    DECLARE v_at INTEGER;
    SET v_key = p_key;
    IF BYTE_LENGTH(v_key) > 64 THEN
        SET v_key = sms.sms_unhex(HASH(v_key, p_algorithm));
    END IF;
    SET v_inner = '';
    SET v_outer = '';
    SET v_at = 1;
    WHILE v_at <= 64 LOOP
        SET v_byte = IF v_at <= BYTE_LENGTH(v_key)
                     THEN CAST(CAST(BYTE_SUBSTR(v_key, v_at, 1) AS BINARY(1)) AS INTEGER)
                     ELSE 0
                     ENDIF;
        SET v_inner = v_inner || RIGHT(INTTOHEX(v_byte ^ 54), 2);
        SET v_outer = v_outer || RIGHT(INTTOHEX(v_byte ^ 92), 2);
        SET v_at = v_at + 1;
    END LOOP;
    RETURN sms.sms_unhex(HASH(
        sms.sms_unhex(v_outer) || sms.sms_unhex(HASH(sms.sms_unhex(v_inner) || p_message, p_algorithm)),
        p_algorithm
    ));
END;

COMMENT ON PROCEDURE sms.sms_hmac IS 'A keyed hash, RFC 2104: HMAC-SHA1 or HMAC-SHA256.';
