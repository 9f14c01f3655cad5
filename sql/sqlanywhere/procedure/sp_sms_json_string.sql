-- sp_sms_json_string: a part of sp_sms_json: what a JSON string says, and how it is spelled in ASCII.
-- IN p_raw: what stands between its quotes. IN p_spell: 1 if p_json is wanted.
-- OUT p_text: the text; NUL and every surrogate that is not half of a pair are U+FFFD; NULL if an escape is none.
-- OUT p_json: the same in JSON's spelling without the quotes, as Python's json.dumps (the adapter) has it; NULL if not wanted.
-- Reads and writes nothing. Reads windows of the text, so that the time grows with its length and no faster.
CREATE OR REPLACE PROCEDURE sms.sp_sms_json_string(
    IN p_raw   LONG VARCHAR,
    IN p_spell SMALLINT,
    OUT p_text LONG VARCHAR,
    OUT p_json LONG VARCHAR
)
NO RESULT SET
BEGIN
    DECLARE v_back   VARCHAR(1);
    DECLARE v_bytes  LONG BINARY;
    DECLARE v_source LONG BINARY;
    DECLARE v_window LONG VARCHAR;
    DECLARE v_text   LONG VARCHAR;
    DECLARE v_json   LONG VARCHAR;
    DECLARE v_plain  LONG VARCHAR;
    DECLARE v_spell  VARCHAR(12);
    DECLARE v_hex    VARCHAR(4 CHAR);
    DECLARE v_char   LONG BINARY;
    DECLARE v_base   INTEGER;
    DECLARE v_length INTEGER;
    DECLARE v_wide   SMALLINT;
    DECLARE v_at     INTEGER;
    DECLARE v_end    INTEGER;
    DECLARE v_take   INTEGER;
    DECLARE v_code   INTEGER;
    DECLARE v_low    INTEGER;

    SET v_back = CHAR(92);
    -- The bytes 0x80 to 0xf7, to pick from.
    SET v_bytes = 0x808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7
        || 0xa8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf
        || 0xd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7;
    SET p_text = '';
    SET p_json = IF p_spell = 1 THEN '' ELSE NULL ENDIF;
    SET v_length = LENGTH(p_raw);
    SET v_wide = IF BYTE_LENGTH(p_raw) = v_length THEN 0 ELSE 1 ENDIF;
    SET v_source = IF v_wide = 0 THEN CAST(p_raw AS LONG BINARY) ELSE NULL ENDIF;
    SET v_base = 1;

    windows:
    WHILE v_base <= v_length LOOP
        SET v_window = IF v_wide = 0
            THEN CAST(BYTE_SUBSTR(v_source, v_base, 2048) AS LONG VARCHAR)
            ELSE SUBSTR(p_raw, v_base, 2048)
        ENDIF;
        SET v_text = '';
        SET v_json = '';
        SET v_at = 1;
        escapes:
        LOOP
            SET v_end = LOCATE(v_window, v_back, v_at);
            -- An escape near the window's end, which may be cut, begins the next window.
            IF v_end = 0 OR (v_end > 2036 AND v_base + LENGTH(v_window) <= v_length) THEN
                SET v_end = IF v_end = 0 THEN LENGTH(v_window) + 1 ELSE v_end ENDIF;
                SET v_text = v_text || SUBSTR(v_window, v_at, v_end - v_at);
                SET v_json = v_json || SUBSTR(v_window, v_at, v_end - v_at);
                SET v_base = v_base + v_end - 1;
                LEAVE escapes;
            END IF;
            SET v_plain = SUBSTR(v_window, v_at, v_end - v_at);
            SET v_code = ASCII(SUBSTR(v_window, v_end + 1, 1));
            SET v_take = 2;
            IF v_code = 117 THEN
                SET v_hex = SUBSTR(v_window, v_end + 2, 4);
                IF v_hex NOT REGEXP '[0-9a-fA-F]{4}' THEN
                    SET p_text = NULL;
                    LEAVE windows;
                END IF;
                SET v_code = HEXTOINT(v_hex);
                SET v_take = 6;
                SET v_spell = v_back || 'u' || LOWER(v_hex);
                IF v_code BETWEEN 55296 AND 57343 THEN
                    SET v_hex = SUBSTR(v_window, v_end + 8, 4);
                    SET v_low = IF v_code < 56320
                            AND CAST(SUBSTR(v_window, v_end + 6, 2) AS LONG BINARY) = CAST(v_back || 'u' AS LONG BINARY)
                            AND v_hex REGEXP '[dD][c-fC-F][0-9a-fA-F]{2}'
                        THEN HEXTOINT(v_hex)
                        ELSE 0
                    ENDIF;
                    IF v_low > 0 THEN
                        SET v_code = 65536 + (v_code - 55296) * 1024 + v_low - 56320;
                        SET v_take = 12;
                        SET v_spell = v_spell || v_back || 'u' || LOWER(v_hex);
                    ELSE
                        SET v_code = 65533;
                    END IF;
                END IF;
                IF p_spell = 1 AND v_code < 127 THEN
                    SET v_spell = CASE
                        WHEN v_code = 34 OR v_code = 92 THEN v_back || CHAR(v_code)
                        WHEN v_code = 8 THEN v_back || 'b'
                        WHEN v_code = 9 THEN v_back || 't'
                        WHEN v_code = 10 THEN v_back || 'n'
                        WHEN v_code = 12 THEN v_back || 'f'
                        WHEN v_code = 13 THEN v_back || 'r'
                        WHEN v_code < 32 THEN v_spell
                        ELSE CHAR(v_code)
                    END;
                END IF;
            ELSE
                SET v_spell = IF v_code = 47 THEN '/' ELSE SUBSTR(v_window, v_end, 2) ENDIF;
                SET v_code = CASE v_code
                    WHEN 34 THEN 34
                    WHEN 47 THEN 47
                    WHEN 92 THEN 92
                    WHEN 98 THEN 8
                    WHEN 102 THEN 12
                    WHEN 110 THEN 10
                    WHEN 114 THEN 13
                    WHEN 116 THEN 9
                END;
                IF v_code IS NULL THEN
                    SET p_text = NULL;
                    LEAVE windows;
                END IF;
            END IF;
            IF v_code = 0 THEN
                SET v_code = 65533;
            END IF;
            IF v_code < 128 THEN
                SET v_text = v_text || v_plain || CHAR(v_code);
            ELSE
                SET v_char = CASE
                    WHEN v_code < 2048 THEN BYTE_SUBSTR(v_bytes, 65 + CAST((v_code - MOD(v_code, 64)) / 64 AS INTEGER), 1)
                    WHEN v_code < 65536 THEN
                        BYTE_SUBSTR(v_bytes, 97 + CAST((v_code - MOD(v_code, 4096)) / 4096 AS INTEGER), 1)
                        || BYTE_SUBSTR(v_bytes, 1 + CAST((MOD(v_code, 4096) - MOD(v_code, 64)) / 64 AS INTEGER), 1)
                    ELSE
                        BYTE_SUBSTR(v_bytes, 113 + CAST((v_code - MOD(v_code, 262144)) / 262144 AS INTEGER), 1)
                        || BYTE_SUBSTR(v_bytes, 1 + CAST((MOD(v_code, 262144) - MOD(v_code, 4096)) / 4096 AS INTEGER), 1)
                        || BYTE_SUBSTR(v_bytes, 1 + CAST((MOD(v_code, 4096) - MOD(v_code, 64)) / 64 AS INTEGER), 1)
                END || BYTE_SUBSTR(v_bytes, 1 + MOD(v_code, 64), 1);
                SET v_text = v_text || v_plain || CAST(CSCONVERT(v_char, 'db_charset', 'utf-8') AS LONG VARCHAR);
            END IF;
            SET v_json = v_json || v_plain || v_spell;
            SET v_at = v_end + v_take;
        END LOOP escapes;
        SET p_text = p_text || v_text;
        SET p_json = IF p_spell = 1 THEN p_json || v_json ELSE NULL ENDIF;
    END LOOP windows;

    -- Control characters as they are, which the adapter takes too, are spelled as escapes.
    IF p_text IS NOT NULL AND p_raw NOT REGEXP '[ -~]*' THEN
        SET p_text = REPLACE(p_text, CHAR(0), CAST(CSCONVERT(0xefbfbd, 'db_charset', 'utf-8') AS LONG VARCHAR));
        SET v_code = IF p_spell = 1 THEN 0 ELSE 128 ENDIF;
        WHILE v_code < 128 LOOP
            SET p_json = REPLACE(p_json, CHAR(v_code), CASE v_code
                WHEN 8 THEN v_back || 'b'
                WHEN 9 THEN v_back || 't'
                WHEN 10 THEN v_back || 'n'
                WHEN 12 THEN v_back || 'f'
                WHEN 13 THEN v_back || 'r'
                ELSE v_back || 'u00' || LOWER(RIGHT(INTTOHEX(v_code), 2))
            END);
            SET v_code = IF v_code = 31 THEN 127 ELSE v_code + 1 ENDIF;
        END LOOP;
    END IF;
END;

COMMENT ON PROCEDURE sms.sp_sms_json_string IS 'A part of sp_sms_json: what a JSON string says, and its spelling in ASCII.';
