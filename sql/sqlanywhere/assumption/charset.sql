-- charset: CSCONVERT makes text of UTF-8 bytes, and UTF-8 bytes of a text.
-- Used by sp_sms_json_string, sms_utf8.
SELECT
    1 AS expected,
    IF CAST(CSCONVERT(CAST(CSCONVERT(0xc3a9, 'db_charset', 'utf-8') AS LONG VARCHAR), 'utf-8') AS LONG BINARY) = 0xc3a9 THEN 1 ELSE 0 ENDIF AS got;
