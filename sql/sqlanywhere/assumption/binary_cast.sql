-- binary_cast: CAST of a text AS LONG BINARY copies its bytes; hexadecimal digits in it mean nothing.
-- Used by sms_bytes, sms_same, all binary comparisons.
SELECT
    1 AS expected,
    IF CAST('41' AS LONG BINARY) = 0x3431 THEN 1 ELSE 0 ENDIF AS got;
