-- bits: ^ is the exclusive or of integers.
-- Used by sms_hmac.
SELECT
    201 AS expected,
    255 ^ 54 AS got;
