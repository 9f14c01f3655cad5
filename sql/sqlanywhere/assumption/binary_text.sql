-- binary_text: CAST of bytes AS VARCHAR copies them.
-- Used by sms_json_ascii, sp_sms_json.
SELECT
    1 AS expected,
    IF CAST(CAST(0x4162 AS VARCHAR(2)) AS LONG BINARY) = 0x4162 THEN 1 ELSE 0 ENDIF AS got;
