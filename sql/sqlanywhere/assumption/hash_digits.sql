-- hash_digits: HASH gives lower-case hexadecimal digits.
-- Used by sms_key, sms_hmac, digests.
SELECT
    1 AS expected,
    IF CAST(HASH('abc', 'SHA1') AS LONG BINARY) = CAST('a9993e364706816aba3e25717850c26c9cd0d89d' AS LONG BINARY) THEN 1 ELSE 0 ENDIF AS got;
