-- hmac_sha256: sms_hmac gives the keyed hash of RFC 4231, test case 2.
-- Used by signatures by SHA-256.
SELECT
    1 AS expected,
    IF sms.sms_hmac(CAST('Jefe' AS LONG BINARY), CAST('what do ya want for nothing?' AS LONG BINARY), 'SHA256')
        = 0x5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843 THEN 1 ELSE 0 ENDIF AS got;
