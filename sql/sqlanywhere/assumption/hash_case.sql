-- hash_case: HASH tells capital letters from small ones.
-- Used by sms_key, sms_same.
SELECT
    0 AS expected,
    IF HASH('a', 'SHA256') = HASH('A', 'SHA256') THEN 1 ELSE 0 ENDIF AS got;
