-- binary_join: || joins bytes to bytes.
-- Used by sms_unhex, sms_hmac.
SELECT
    1 AS expected,
    IF 0x4142 || 0x0043 = 0x41420043 THEN 1 ELSE 0 ENDIF AS got;
