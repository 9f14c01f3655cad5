-- base64: BASE64_ENCODE takes bytes.
-- Used by sp_sms_http_twilio.
SELECT
    'AP9m' AS expected,
    BASE64_ENCODE(0x00ff66) AS got;
