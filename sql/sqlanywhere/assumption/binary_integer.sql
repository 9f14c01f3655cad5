-- binary_integer: A byte becomes its number: CAST of BINARY(1) AS INTEGER.
-- Used by sms_hmac, sms_json_ascii.
SELECT
    255 AS expected,
    CAST(CAST(BYTE_SUBSTR(0x00ff, 2, 1) AS BINARY(1)) AS INTEGER) AS got;
