-- hmac_sha1: sms_hmac gives the keyed hash of RFC 2202, test case 2.
-- Used by the signatures of Twilio.
SELECT
    1 AS expected,
    IF sms.sms_hmac(CAST('Jefe' AS LONG BINARY), CAST('what do ya want for nothing?' AS LONG BINARY), 'SHA1')
        = 0xeffcdf6ae5eb2fa2d27416d5f184df9c259a7c79 THEN 1 ELSE 0 ENDIF AS got;
