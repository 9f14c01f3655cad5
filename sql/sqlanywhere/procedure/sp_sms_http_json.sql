-- sp_sms_http_json: a part of sp_sms_http: the parameters of a JSON body.
-- IN p_raw: the body. IN p_charset: what the request declares, or NULL: then UTF-8, UTF-16 or UTF-32 by its first bytes
-- (RFC 4627, section 3). OUT p_valid: as sp_sms_json gives it: how many callbacks it holds; below 1 it is not taken.
-- Calls sp_sms_json, and writes what that reads to sms_http_pair.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http_json(
    IN p_raw     LONG BINARY,
    IN p_charset LONG VARCHAR,
    OUT p_valid  SMALLINT
)
BEGIN
    DECLARE v_charset LONG VARCHAR;
    DECLARE v_start   LONG BINARY;
    DECLARE v_raw     LONG BINARY;
    DECLARE v_last    INTEGER;

    SET v_start = BYTE_SUBSTR(p_raw, 1, 4);
    SET v_charset = CASE
        WHEN COALESCE(p_charset, '') NOT IN ('', 'utf-8', 'utf8', 'us-ascii', 'ascii') THEN p_charset
        WHEN v_start = 0x0000feff THEN 'utf-32be'
        WHEN v_start = 0xfffe0000 THEN 'utf-32le'
        WHEN BYTE_SUBSTR(v_start, 1, 2) = 0xfeff THEN 'utf-16be'
        WHEN BYTE_SUBSTR(v_start, 1, 2) = 0xfffe THEN 'utf-16le'
        WHEN BYTE_LENGTH(v_start) = 4 AND BYTE_SUBSTR(v_start, 1, 3) = 0x000000 THEN 'utf-32be'
        WHEN BYTE_LENGTH(v_start) = 4 AND BYTE_SUBSTR(v_start, 2, 3) = 0x000000 THEN 'utf-32le'
        WHEN BYTE_SUBSTR(v_start, 1, 1) = 0x00 THEN 'utf-16be'
        WHEN BYTE_SUBSTR(v_start, 2, 1) = 0x00 THEN 'utf-16le'
    END;
    SET v_raw = sms.sms_recoded(p_raw, v_charset);
    IF BYTE_SUBSTR(v_raw, 1, 3) = 0xefbbbf THEN
        SET v_raw = BYTE_SUBSTR(v_raw, 4);
    END IF;
    CALL sms.sp_sms_json(sms.sms_json_ascii(v_raw, 0), p_valid);
    SELECT COALESCE(MAX(pair_id), 0) INTO v_last FROM sms.sms_http_pair;
    INSERT INTO sms.sms_http_pair (
        pair_id, item, name, name_key, value, value_key, name_hash, name_json, value_json
    )
    SELECT v_last + 1 + value_id,
           item,
           sms.sms_utf8(name),
           CAST(BYTE_SUBSTR(sms.sms_utf8(name), 1, 1000) AS VARBINARY(1000)),
           NULL,
           NULL,
           HASH(name_json, 'SHA256'),
           name_json,
           value_json
      FROM sms.sms_json_value;
END;

COMMENT ON PROCEDURE sms.sp_sms_http_json IS 'A part of sp_sms_http: the parameters of a JSON body.';
