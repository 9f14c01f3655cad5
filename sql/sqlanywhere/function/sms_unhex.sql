-- sms_unhex: the bytes that hexadecimal digits stand for, as HASH gives them.
-- IN p_hex: an even number of digits; NULL gives NULL.
-- Reads and writes nothing. A table of all bytes makes each byte: no conversion of the server's between number, text and
-- binary has to be known. Sixteen bytes a step where there are as many: a large form is decoded by this.
CREATE OR REPLACE FUNCTION sms.sms_unhex(IN p_hex LONG VARCHAR) RETURNS LONG BINARY
DETERMINISTIC
BEGIN
    DECLARE v_all    LONG BINARY;
    DECLARE v_result LONG BINARY;
    DECLARE v_length INTEGER;
    DECLARE v_at     INTEGER;

    IF p_hex IS NULL THEN
        RETURN NULL;
    END IF;
    SET v_all = 0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
             || 0x202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
             || 0x404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f
             || 0x606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f
             || 0x808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f
             || 0xa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf
             || 0xc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf
             || 0xe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff;
    SET v_length = LENGTH(p_hex);
    SET v_result = BYTE_SUBSTR(v_all, 1, 0);
    SET v_at = 1;
    WHILE v_at + 31 <= v_length LOOP
        SET v_result = v_result
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 0, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 2, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 4, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 6, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 8, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 10, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 12, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 14, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 16, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 18, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 20, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 22, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 24, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 26, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 28, 2)) + 1, 1)
            || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at + 30, 2)) + 1, 1);
        SET v_at = v_at + 32;
    END LOOP;
    WHILE v_at < v_length LOOP
        SET v_result = v_result || BYTE_SUBSTR(v_all, HEXTOINT(SUBSTR(p_hex, v_at, 2)) + 1, 1);
        SET v_at = v_at + 2;
    END LOOP;
    RETURN v_result;
END;

COMMENT ON PROCEDURE sms.sms_unhex IS 'The bytes that hexadecimal digits stand for.';
