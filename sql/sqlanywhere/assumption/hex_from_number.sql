-- hex_from_number: INTTOHEX gives at least four digits, zeros before them.
-- Used by sms_hmac, sms_json_ascii.
SELECT
    '000a' AS expected,
    LOWER(RIGHT(INTTOHEX(10), 4)) AS got;
