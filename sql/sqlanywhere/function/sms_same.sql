-- sms_same: 1 if two secrets are the same byte for byte, else 0, also where one is NULL.
-- IN p_one, p_other: texts or bytes. A comparison of texts would ignore their case.
-- The time does not tell where they differ: what is compared are hashes with a key that is new each time.
-- Reads and writes nothing.
CREATE OR REPLACE FUNCTION sms.sms_same(IN p_one LONG BINARY, IN p_other LONG BINARY) RETURNS SMALLINT
NOT DETERMINISTIC
BEGIN
    DECLARE v_key LONG BINARY;
    SET v_key = CAST(CAST(NEWID() AS VARCHAR(36)) AS LONG BINARY);
    RETURN IF HASH(v_key || p_one, 'SHA256') = HASH(v_key || p_other, 'SHA256')
              AND p_one IS NOT NULL
              AND p_other IS NOT NULL
              AND BYTE_LENGTH(p_one) = BYTE_LENGTH(p_other)
           THEN 1
           ELSE 0
           ENDIF;
END;

COMMENT ON PROCEDURE sms.sms_same IS '1 if two secrets are the same byte for byte; its time does not tell where they differ.';
