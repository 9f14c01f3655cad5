-- hex_to_number: HEXTOINT reads two digits.
-- Used by sms_unhex.
SELECT
    255 AS expected,
    HEXTOINT('ff') AS got;
