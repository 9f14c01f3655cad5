-- sp_sms_http_verify: a part of sp_sms_http: may this request in? It may if one enabled account of the provider lets it in.
-- IN p_provider. IN p_called: what the provider called, as sp_sms_http_route gives it. IN p_address. IN p_token: of the path.
-- IN p_form: urlencoded, multipart, other, or none for a request without a body. IN p_raw: the body, NULL where it is not known.
-- IN p_whole: 1 if the request said how long its body is.
-- OUT p_verdict, the smallest that an account gives: 0 it may, 1 a form without a length that no signature covers, 2 no
-- credentials yet, 3 what proves it is not at hand here, 4 wrong or missing proof, 5 address not allowed, 6 the provider has
-- no account.
-- Reads sms_account, sms_setting, sms_http_pair. What it says of a secret goes to the server's message log, never the secret.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http_verify(
    IN p_provider  VARCHAR(32 CHAR),
    IN p_called    LONG VARCHAR,
    IN p_address   LONG VARCHAR,
    IN p_token     LONG BINARY,
    IN p_form      VARCHAR(12),
    IN p_raw       LONG BINARY,
    IN p_whole     SMALLINT,
    OUT p_verdict  SMALLINT
)
BEGIN
    DECLARE v_public    LONG VARCHAR;
    DECLARE v_verdict   SMALLINT;
    DECLARE v_missing   SMALLINT;
    DECLARE v_fits      SMALLINT;
    DECLARE v_fitting   SMALLINT;
    DECLARE v_number    SMALLINT;
    DECLARE v_candidate LONG VARCHAR;
    DECLARE v_given     LONG VARCHAR;

    SET p_verdict = 6;
    SET v_public = (SELECT value FROM sms.sms_setting WHERE name = 'public_url');
    FOR v_loop AS v_account CURSOR FOR
        SELECT account AS v_name,
               LOWER(scheme) AS v_scheme,
               secret AS v_first,
               second_secret AS v_second,
               networks AS v_networks
          FROM sms.sms_account
         WHERE provider = p_provider AND enabled = 1
         ORDER BY account
    DO
        SET v_missing = 0;
        SET v_fits = IF v_scheme = 'none' THEN 1 ELSE 0 ENDIF;
        SET v_number = 1;
        IF TRIM(v_networks) <> '' AND sms.sms_in_network(p_address, v_networks) = 0 THEN
            SET v_verdict = 5;
        ELSE
            IF v_scheme = 'twilio' AND COALESCE(v_public, '') = '' THEN
                MESSAGE 'sms-callback: ' || p_provider || ' ' || v_name || ': the setting public_url is missing; '
                    || 'run: sms-callback service install --public-url URL' TYPE WARNING TO CONSOLE;
                SET v_missing = 1;
            END IF;
            WHILE v_number <= 2 LOOP
                SET v_candidate = IF v_number = 1 THEN v_first ELSE v_second ENDIF;
                SET v_number = v_number + 1;
                IF v_scheme <> 'none'
                   AND (sms.sms_bytes(LEFT(v_candidate, 4)) = sms.sms_bytes('env:')
                        OR sms.sms_bytes(LEFT(v_candidate, 5)) = sms.sms_bytes('file:'))
                THEN
                    MESSAGE 'sms-callback: ' || p_provider || ' ' || v_name || ': its secret is a reference, which the database '
                        || 'cannot follow; store the secret itself' TYPE WARNING TO CONSOLE;
                    SET v_missing = 1;
                ELSEIF v_candidate <> '' AND v_scheme = 'twilio' AND v_public <> '' THEN
                    CALL sms.sp_sms_http_twilio(v_public || p_called, p_form, p_raw, v_candidate, v_fitting);
                    SET v_fits = v_fits | v_fitting;
                ELSEIF v_candidate <> '' AND v_scheme = 'token' THEN
                    SET v_fits = v_fits | sms.sms_same(sms.sms_utf8(v_candidate), p_token);
                ELSEIF v_candidate <> '' AND v_scheme = 'basic' THEN
                    SET v_given = LTRIM(HTTP_HEADER('Authorization'));
                    IF LEFT(v_given, 6) = 'basic ' THEN
                        SET v_fits = v_fits | sms.sms_same(
                            BASE64_ENCODE(sms.sms_utf8(v_candidate)), TRIM(SUBSTR(v_given, 7)));
                    END IF;
                END IF;
            END LOOP;
            SET v_verdict = CASE
                WHEN v_fits = 1 AND p_form IN ('urlencoded', 'multipart') AND p_whole = 0 AND v_scheme <> 'twilio' THEN 1
                WHEN v_fits = 1 THEN 0
                WHEN v_scheme = 'basic' AND HTTP_HEADER('Authorization') IS NULL THEN 2
                WHEN v_missing = 1 THEN 3
                ELSE 4
            END;
        END IF;
        IF v_verdict < p_verdict THEN
            SET p_verdict = v_verdict;
        END IF;
    END FOR;
END;

COMMENT ON PROCEDURE sms.sp_sms_http_verify IS 'A part of sp_sms_http: may this request in?';
