-- sp_sms_http_read: a part of sp_sms_http: the request's query and body, before anybody knows whether it may in.
-- IN p_query: as sent. IN p_rest: what follows the service's name in the path.
-- OUT p_form: urlencoded, multipart, other, or none for a request without a body. OUT p_charset: what it declares, or NULL.
-- OUT p_raw: the body as it came; NULL of a form that the web server hands out in variables alone. OUT p_whole: 1 if the request
-- said how long its body is. OUT p_refusal: NULL, 400 or 413.
-- Writes sms_http_pair: the query's parameters as item -1, those of a form as item 1.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http_read(
    IN p_query     LONG VARCHAR,
    IN p_rest      LONG VARCHAR,
    OUT p_form     VARCHAR(12),
    OUT p_charset  LONG VARCHAR,
    OUT p_raw      LONG BINARY,
    OUT p_whole    SMALLINT,
    OUT p_refusal  INTEGER
)
BEGIN
    DECLARE v_type   LONG VARCHAR;
    DECLARE v_length LONG VARCHAR;
    DECLARE v_most   INTEGER;
    DECLARE v_raw    LONG BINARY;

    SET p_form = 'none';
    SET p_whole = 1;
    DELETE FROM sms.sms_http_pair;
    CALL sms.sp_sms_http_form(CAST(p_query AS LONG BINARY), -1, NULL);
    IF HTTP_HEADER('@HttpMethod') <> 'POST' THEN
        RETURN;
    END IF;

    SET v_length = HTTP_HEADER('Content-Length');
    SET v_most = (SELECT CAST(value AS INTEGER) FROM sms.sms_setting WHERE name = 'max_body' AND value REGEXP '[0-9]{1,9}');
    SET v_most = COALESCE(v_most, 1048576);
    IF NOT v_length REGEXP '[0-9]+' THEN
        SET p_refusal = 400;
        RETURN;
    END IF;
    SET p_raw = sms.sms_http_body();
    IF LENGTH(v_length) > 18 OR CAST(v_length AS BIGINT) > v_most OR BYTE_LENGTH(p_raw) > v_most THEN
        SET p_refusal = 413;
        RETURN;
    END IF;
    SET p_whole = IF v_length IS NULL THEN 0 ELSE 1 ENDIF;

    SET v_type = HTTP_HEADER('Content-Type');
    SET p_charset = NULLIF(sms.sms_header_option(v_type, 'charset'), '');
    SET p_form = CASE sms.sms_header_option(v_type, '')
        WHEN 'application/x-www-form-urlencoded' THEN 'urlencoded'
        WHEN 'multipart/form-data' THEN 'multipart'
        ELSE 'other'
    END;
    -- What HTTP_BODY gives is the body only if it is as long as the request says; otherwise the variables have it.
    IF BYTE_LENGTH(p_raw) <> CAST(v_length AS BIGINT) THEN
        SET p_raw = NULL;
    END IF;
    IF p_form = 'urlencoded' AND p_raw IS NOT NULL THEN
        CALL sms.sp_sms_http_form(p_raw, 1, p_charset);
    ELSEIF p_form = 'multipart' OR p_raw IS NULL THEN
        CALL sms.sp_sms_http_variables(p_form, p_charset, p_rest);
    END IF;
    IF p_form = 'other' AND p_raw IS NULL THEN
        SELECT FIRST value
          INTO v_raw
          FROM sms.sms_http_pair
         WHERE item = 1 AND name IN (CAST('body' AS LONG BINARY), CAST('text' AS LONG BINARY))
         ORDER BY pair_id;
        SET p_raw = COALESCE(v_raw, BYTE_SUBSTR(0x00, 1, 0));
        DELETE FROM sms.sms_http_pair WHERE item = 1;
    END IF;
END;

COMMENT ON PROCEDURE sms.sp_sms_http_read IS 'A part of sp_sms_http: the query and the body of the request.';
