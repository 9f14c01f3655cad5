-- sp_sms_http_twilio: a part of sp_sms_http: does X-Twilio-Signature fit, with the URL's port or without it? What a form says is
-- signed with its URL; any other body needs its SHA-256 in the query (bodySHA256), which the URL's signature covers.
-- https://www.twilio.com/docs/usage/webhooks/webhooks-security
-- IN p_url: as the provider called it. IN p_form, p_raw: as in sp_sms_http_verify. IN p_secret: of the account.
-- OUT p_fits: 1 or 0.
-- Reads the request's headers and sms_http_pair.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http_twilio(
    IN p_url     LONG VARCHAR,
    IN p_form    VARCHAR(12),
    IN p_raw     LONG BINARY,
    IN p_secret  LONG VARCHAR,
    OUT p_fits   SMALLINT
)
BEGIN
    DECLARE v_given     LONG VARCHAR;
    DECLARE v_algorithm LONG VARCHAR;
    DECLARE v_without   LONG VARCHAR;
    DECLARE v_with      LONG VARCHAR;
    DECLARE v_expected  LONG BINARY;
    DECLARE v_fields    LONG BINARY;
    DECLARE v_key       LONG BINARY;

    SET p_fits = 0;
    SET v_given = HTTP_HEADER('X-Twilio-Signature');
    SET v_algorithm = sms.sms_header_option(
        ';' || REPLACE(HTTP_HEADER('X-Twilio-Webhooks-Signature-Settings'), ',', ';'), 'algorithm');
    SET v_algorithm = CASE UPPER(COALESCE(NULLIF(v_algorithm, ''), 'HMAC_SHA1'))
        WHEN 'HMAC_SHA1' THEN 'SHA1'
        WHEN 'HMAC_SHA256' THEN 'SHA256'
    END;
    IF COALESCE(v_given, '') = '' OR v_algorithm IS NULL THEN
        RETURN;
    END IF;
    IF p_form IN ('multipart', 'other') THEN
        SELECT FIRST value
          INTO v_expected
          FROM sms.sms_http_pair
         WHERE item = -1 AND name = CAST('bodySHA256' AS LONG BINARY) AND BYTE_LENGTH(value) > 0
         ORDER BY pair_id;
        IF v_expected IS NULL THEN
            IF p_raw IS NULL OR BYTE_LENGTH(p_raw) > 0 THEN
                RETURN;
            END IF;
        ELSEIF p_raw IS NULL OR sms.sms_same(CAST(HASH(p_raw, 'SHA256') AS LONG BINARY), v_expected) = 0 THEN
            RETURN;
        END IF;
    END IF;

    SET v_key = sms.sms_utf8(p_secret);
    SET v_fields = IF p_form = 'urlencoded' THEN sms.sms_http_fields(1) ENDIF;
    CALL sms.sp_sms_http_ports(p_url, v_without, v_with);
    SET p_fits = sms.sms_same(
            BASE64_ENCODE(sms.sms_hmac(v_key, sms.sms_utf8(v_without) || v_fields, v_algorithm)), v_given)
        | sms.sms_same(
            BASE64_ENCODE(sms.sms_hmac(v_key, sms.sms_utf8(v_with) || v_fields, v_algorithm)), v_given);
END;

COMMENT ON PROCEDURE sms.sp_sms_http_twilio IS 'A part of sp_sms_http: does X-Twilio-Signature fit?';
