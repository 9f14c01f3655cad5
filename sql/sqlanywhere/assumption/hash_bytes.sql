-- hash_bytes: HASH takes bytes as well as a text.
-- Used by sms_hmac.
SELECT
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' AS expected,
    HASH(0x616263, 'SHA256') AS got;
