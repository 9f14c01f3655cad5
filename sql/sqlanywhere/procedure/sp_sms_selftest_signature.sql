-- sp_sms_selftest_signature: checks what the signatures rest on (hash, HMAC, percent encoding, charsets, comparison to the
-- letter) against published vectors, on this very server. `sms-callback service install` enables services only if it gives no
-- row. Gives one row for each check that fails: what it is, what must come, what came.
-- Sources: RFC 2202 and RFC 4231 (HMAC), RFC 3986 (percent encoding), tests/unit/test_request_validator.py of twilio-python and
-- client/request_validator_test.go of twilio-go (signatures). Writes sms_http_pair, and takes it back.
CREATE OR REPLACE PROCEDURE sms.sp_sms_selftest_signature()
RESULT (name VARCHAR(80), expected LONG VARCHAR, got LONG VARCHAR)
BEGIN
    DECLARE v_long    LONG BINARY;
    DECLARE v_twilio  LONG BINARY;
    DECLARE v_repeat  LONG BINARY;
    DECLARE v_reason  LONG BINARY;
    DECLARE v_key     LONG BINARY;
    DECLARE v_url     LONG BINARY;
    DECLARE v_without LONG VARCHAR;
    DECLARE v_with    LONG VARCHAR;
    DECLARE LOCAL TEMPORARY TABLE selftest_vector (
        name     VARCHAR(80),
        expected LONG VARCHAR,
        got      LONG VARCHAR
    ) NOT TRANSACTIONAL;

    SET v_long = sms.sms_unhex(REPEAT('aa', 131));
    SET v_key = sms.sms_utf8('12345');
    SET v_url = sms.sms_utf8('https://mycompany.com/myapp.php?foo=1&bar=2');
    CALL sms.sp_sms_http_form(CAST('Digits=1234&CallSid=CA1234567890ABCDE&To=%2B18005551212&Caller=%2B14158675309'
        || '&From=%2B14158675309' AS LONG BINARY), -901, 'utf-8');
    CALL sms.sp_sms_http_form(CAST('SidAccount=AC123&Digits=5678&Sid=CA123&Digits=1234&Digits=1234' AS LONG BINARY),
        -902, 'utf-8');
    CALL sms.sp_sms_http_form(CAST('Digits=1234&CallSid=CA1234567890ABCDE&To=%2B18005551212&Caller=%2B14158675309'
        || '&From=%2B14158675309&ReasonConferenceEnded=test&Reason=Participant' AS LONG BINARY), -903, 'utf-8');
    SET v_twilio = sms.sms_http_fields(-901);
    SET v_repeat = sms.sms_http_fields(-902);
    SET v_reason = sms.sms_http_fields(-903);
    DELETE FROM sms.sms_http_pair WHERE item IN (-901, -902, -903);
    CALL sms.sp_sms_http_ports('https://mycompany.com/myapp.php?foo=1&bar=2', v_without, v_with);

    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'HASH SHA256 of nothing',
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        HASH(CAST('' AS LONG BINARY), 'SHA256')
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'HMAC-SHA1, RFC 2202 case 1',
        'b617318655057264e28bc0b6fb378c8ef146be00',
        sms.sms_hex(sms.sms_hmac(sms.sms_unhex(REPEAT('0b', 20)), CAST('Hi There' AS LONG BINARY), 'SHA1'))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'HMAC-SHA1, RFC 2202 case 2',
        'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
        sms.sms_hex(sms.sms_hmac(CAST('Jefe' AS LONG BINARY), CAST('what do ya want for nothing?' AS LONG BINARY), 'SHA1'))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'HMAC-SHA1, RFC 2202 case 3',
        '125d7342b9ac11cd91a39af48aa17b4f63f175d3',
        sms.sms_hex(sms.sms_hmac(sms.sms_unhex(REPEAT('aa', 20)), sms.sms_unhex(REPEAT('dd', 50)), 'SHA1'))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'HMAC-SHA1, RFC 2202 case 6',
        'aa4ae5e15272d00e95705637ce8a3b55ed402112',
        sms.sms_hex(sms.sms_hmac(sms.sms_unhex(REPEAT('aa', 80)),
            CAST('Test Using Larger Than Block-Size Key - Hash Key First' AS LONG BINARY),
            'SHA1'))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'HMAC-SHA256, RFC 4231 case 1',
        'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
        sms.sms_hex(sms.sms_hmac(sms.sms_unhex(REPEAT('0b', 20)), CAST('Hi There' AS LONG BINARY), 'SHA256'))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'HMAC-SHA256, RFC 4231 case 6',
        '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
        sms.sms_hex(sms.sms_hmac(v_long,
            CAST('Test Using Larger Than Block-Size Key - Hash Key First' AS LONG BINARY),
            'SHA256'))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'percent encoding',
        'a b+c%zzd',
        CAST(sms.sms_url_decode(CAST('a+b%2Bc%zz%64' AS LONG BINARY), 1) AS LONG VARCHAR)
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'JSON in ASCII',
        '"a' || CHAR(92) || '"' || CHAR(92) || 'u20ac' || CHAR(92) || 'ud83d' || CHAR(92) || 'ude00' || CHAR(92) || 'udcff"',
        sms.sms_json_ascii(0x6122e282acf09f9880ff, 1)
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'charset',
        'c3a9',
        sms.sms_hex(sms.sms_recoded(0xe9, 'iso-8859-1'))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'comparison to the letter',
        '10',
        STRING(sms.sms_same(CAST('Abc' AS LONG BINARY),
            CAST('Abc' AS LONG BINARY)),
            sms.sms_same(CAST('Abc' AS LONG BINARY),
            CAST('ABC' AS LONG BINARY)))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'network',
        '10',
        STRING(sms.sms_in_network('::ffff:203.0.113.9', '2001:db8::/32 203.0.113.0/24'),
            sms.sms_in_network('2001:db9::1', '2001:db8::/32 203.0.113.0/24'))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'URL without its port',
        'https://mycompany.com/myapp.php?foo=1&bar=2',
        v_without
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'twilio-python, form',
        'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
        BASE64_ENCODE(sms.sms_hmac(v_key, v_url || v_twilio, 'SHA1'))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'twilio-python, form, with the port',
        'kvajT1Ptam85bY51eRf/AJRuM3w=',
        BASE64_ENCODE(sms.sms_hmac(v_key, sms.sms_utf8(v_with) || v_twilio, 'SHA1'))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'twilio-python, repeated fields',
        'IK+Dwps556ElfBT0I3Rgjkr1wJU=',
        BASE64_ENCODE(sms.sms_hmac(v_key, v_url || v_repeat, 'SHA1'))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'twilio-go, one name begins as another',
        'vOEb5UThFn24KEfnOFLQY2AE5FY=',
        BASE64_ENCODE(sms.sms_hmac(v_key, v_url || v_reason, 'SHA1'))
    );
    INSERT INTO selftest_vector (name, expected, got)
    VALUES (
        'twilio-python, JSON',
        'a9nBmqA0ju/hNViExpshrM61xv4=',
        BASE64_ENCODE(sms.sms_hmac(v_key, v_url
            || CAST('&bodySHA256='
            || HASH(CAST('{"property": "value", "boolean": true}' AS LONG BINARY),
            'SHA256') AS LONG BINARY),
            'SHA1'))
    );

    SELECT v.name, v.expected, v.got
      FROM selftest_vector AS v
     WHERE sms.sms_same(CAST(v.expected AS LONG BINARY), CAST(v.got AS LONG BINARY)) = 0;
END;

COMMENT ON PROCEDURE sms.sp_sms_selftest_signature IS 'Checks signatures against published vectors; one row for each that fails.';
