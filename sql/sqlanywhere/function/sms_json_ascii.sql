-- sms_json_ascii: UTF-8 in JSON's spelling with ASCII alone, as the adapter spells it (Python's json.dumps).
-- IN p_bytes: any bytes; one that is no UTF-8 becomes U+DC80..U+DCFF (PEP 383), so that nothing is lost.
-- IN p_quoted: 1: a text, which becomes a JSON string with its quotes; 0: JSON, of which only what is beyond ASCII changes.
-- Reads and writes nothing. What needs no escape is taken as a whole, and pieces are joined in steps, so that the time grows with
-- the length and no faster.
CREATE OR REPLACE FUNCTION sms.sms_json_ascii(IN p_bytes LONG BINARY, IN p_quoted SMALLINT) RETURNS LONG VARCHAR
DETERMINISTIC
BEGIN
    DECLARE v_bytes  LONG BINARY;
    DECLARE v_result LONG VARCHAR;
    DECLARE v_piece  LONG VARCHAR;
    DECLARE v_block  VARCHAR(480);
    DECLARE v_run    VARCHAR(480);
    DECLARE v_plain  VARCHAR(20);
    DECLARE v_slash  VARCHAR(2);
    DECLARE v_length INTEGER;
    DECLARE v_at     INTEGER;
    DECLARE v_byte   INTEGER;
    DECLARE v_second INTEGER;
    DECLARE v_third  INTEGER;
    DECLARE v_fourth INTEGER;
    DECLARE v_more   INTEGER;
    DECLARE v_code   INTEGER;

    SET v_plain = IF p_quoted = 1 THEN '[ !#-Z^-~]+' ELSE '[ -~]+' ENDIF;
    SET v_slash = CHAR(92);
    SET v_result = '';
    SET v_piece = IF p_quoted = 1 THEN '"' ELSE '' ENDIF;
    SET v_length = COALESCE(BYTE_LENGTH(p_bytes), 0);
    SET v_bytes = p_bytes || 0x000000;
    SET v_at = 1;
    WHILE v_at <= v_length LOOP
        SET v_byte = CAST(CAST(BYTE_SUBSTR(v_bytes, v_at, 1) AS BINARY(1)) AS INTEGER);
        SET v_block = IF v_byte BETWEEN 32 AND 126
                      THEN CAST(BYTE_SUBSTR(p_bytes, v_at, 480) AS VARCHAR(480))
                      ENDIF;
        IF LEFT(v_block, 1) REGEXP v_plain THEN
            -- As much as needs no escape.
            SET v_run = REGEXP_SUBSTR(v_block, v_plain);
            SET v_piece = v_piece || v_run;
            SET v_at = v_at + LENGTH(v_run);
        ELSEIF v_byte < 128 THEN
            SET v_run = CAST(BYTE_SUBSTR(p_bytes, v_at, 1) AS VARCHAR(1));
            SET v_piece = v_piece || CASE
                WHEN p_quoted = 0 THEN v_run
                WHEN v_byte = 34 OR v_byte = 92 THEN v_slash || v_run
                WHEN v_byte = 8 THEN v_slash || 'b'
                WHEN v_byte = 9 THEN v_slash || 't'
                WHEN v_byte = 10 THEN v_slash || 'n'
                WHEN v_byte = 12 THEN v_slash || 'f'
                WHEN v_byte = 13 THEN v_slash || 'r'
                WHEN v_byte < 32 OR v_byte = 127 THEN v_slash || 'u00' || LOWER(RIGHT(INTTOHEX(v_byte), 2))
                ELSE v_run
            END;
            SET v_at = v_at + 1;
        ELSE
            -- How many bytes follow in a character of UTF-8 (RFC 3629, section 4); 0: it is none. Beyond the end come zeros.
            SET v_second = CAST(CAST(BYTE_SUBSTR(v_bytes, v_at + 1, 1) AS BINARY(1)) AS INTEGER);
            SET v_third = CAST(CAST(BYTE_SUBSTR(v_bytes, v_at + 2, 1) AS BINARY(1)) AS INTEGER);
            SET v_fourth = CAST(CAST(BYTE_SUBSTR(v_bytes, v_at + 3, 1) AS BINARY(1)) AS INTEGER);
            SET v_more = CASE
                WHEN v_byte < 194 OR v_byte > 244 OR v_second NOT BETWEEN 128 AND 191 THEN 0
                WHEN v_byte < 224 THEN 1
                WHEN v_third NOT BETWEEN 128 AND 191 THEN 0
                WHEN v_byte < 240 THEN
                    IF (v_byte = 224 AND v_second < 160) OR (v_byte = 237 AND v_second > 159) THEN 0 ELSE 2 ENDIF
                WHEN v_fourth NOT BETWEEN 128 AND 191 THEN 0
                ELSE IF (v_byte = 240 AND v_second < 144) OR (v_byte = 244 AND v_second > 143) THEN 0 ELSE 3 ENDIF
            END;
            SET v_code = CASE v_more
                WHEN 0 THEN 56320 + v_byte
                WHEN 1 THEN (v_byte - 192) * 64 + v_second - 128
                WHEN 2 THEN (v_byte - 224) * 4096 + (v_second - 128) * 64 + v_third - 128
                ELSE (v_byte - 240) * 262144 + (v_second - 128) * 4096 + (v_third - 128) * 64 + v_fourth - 128
            END;
            SET v_piece = v_piece || v_slash || 'u' || LOWER(IF v_code < 65536
                THEN RIGHT(INTTOHEX(v_code), 4)
                ELSE RIGHT(INTTOHEX(55232 + CAST((v_code - MOD(v_code, 1024)) / 1024 AS INTEGER)), 4)
                     || v_slash || 'u' || RIGHT(INTTOHEX(56320 + MOD(v_code, 1024)), 4)
                ENDIF);
            SET v_at = v_at + v_more + 1;
        END IF;
        IF LENGTH(v_piece) > 8000 THEN
            SET v_result = v_result || v_piece;
            SET v_piece = '';
        END IF;
    END LOOP;
    RETURN v_result || v_piece || IF p_quoted = 1 THEN '"' ELSE '' ENDIF;
END;

COMMENT ON PROCEDURE sms.sms_json_ascii IS 'UTF-8 in JSON''s spelling with ASCII alone.';
