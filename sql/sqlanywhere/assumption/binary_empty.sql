-- binary_empty: BYTE_SUBSTR of length 0 gives no bytes, and not NULL.
-- Used by sms_unhex.
SELECT
    0 AS expected,
    BYTE_LENGTH(BYTE_SUBSTR(0x4142, 1, 0)) AS got;
