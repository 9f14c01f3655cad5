-- sp_sms_http_take: a part of sp_sms_http: takes one request, and says what to answer. Nothing is committed here.
-- IN p_service, p_provider, p_kind: as in sp_sms_http.
-- OUT p_status, p_type, p_body: the answer. OUT p_reason: NULL if the request was taken, else why not, in words that hold
-- nothing of the request.
-- Reads the request, sms_provider, sms_account, sms_setting; what it writes, sp_sms_callback says.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http_take(
    IN p_service  LONG VARCHAR,
    IN p_provider LONG VARCHAR,
    IN p_kind     LONG VARCHAR,
    OUT p_status  INTEGER,
    OUT p_type    LONG VARCHAR,
    OUT p_body    LONG VARCHAR,
    OUT p_reason  LONG VARCHAR
)
BEGIN
    DECLARE v_provider VARCHAR(32 CHAR);
    DECLARE v_kind     LONG VARCHAR;
    DECLARE v_found    SMALLINT;
    DECLARE v_path     LONG VARCHAR;
    DECLARE v_called   LONG VARCHAR;
    DECLARE v_query    LONG VARCHAR;
    DECLARE v_token    LONG BINARY;
    DECLARE v_rest     LONG VARCHAR;
    DECLARE v_address  LONG VARCHAR;
    DECLARE v_form     VARCHAR(12);
    DECLARE v_charset  LONG VARCHAR;
    DECLARE v_raw      LONG BINARY;
    DECLARE v_whole    SMALLINT;
    DECLARE v_verdict  SMALLINT;
    DECLARE v_count    INTEGER;

    SET v_kind = NULLIF(p_kind, '');
    CALL sms.sp_sms_http_route(p_service, v_kind, v_found, v_path, v_called, v_query, v_token, v_rest);
    SET v_provider = (SELECT provider FROM sms.sms_provider WHERE provider = p_provider);
    IF v_found = 0 THEN
        SET p_status = 404;
        SET p_reason = 'no such path';
    ELSEIF HTTP_HEADER('@HttpMethod') NOT IN ('GET', 'POST') THEN
        SET p_status = 405;
        SET p_reason = 'wrong method';
    ELSEIF v_provider IS NULL THEN
        SET p_status = 404;
        SET p_reason = 'unknown provider';
    ELSEIF NOT EXISTS (SELECT 1 FROM sms.sms_account WHERE provider = v_provider AND enabled = 1) THEN
        SET p_status = 403;
        SET p_reason = 'the provider has no account';
    ELSE
        CALL sms.sp_sms_http_read(v_query, v_rest, v_form, v_charset, v_raw, v_whole, p_status);
        SET p_reason = CASE p_status WHEN 400 THEN 'body not complete' WHEN 413 THEN 'body too large' END;
    END IF;
    IF p_status IS NOT NULL THEN
        RETURN;
    END IF;

    SET v_address = sms.sms_http_address();
    CALL sms.sp_sms_http_verify(v_provider, v_called, v_address, v_token, v_form, v_raw, v_whole, v_verdict);
    IF v_verdict = 0 THEN
        CALL sms.sp_sms_http_items(v_form, v_charset, v_raw, v_count);
        CALL sms.sp_sms_http_store(v_provider, v_kind, v_path, v_address, v_count, p_status, p_type, p_body);
    ELSE
        SET p_status = CASE v_verdict WHEN 1 THEN 411 WHEN 2 THEN 401 WHEN 3 THEN 503 ELSE 403 END;
        SET p_reason = CASE v_verdict
            WHEN 1 THEN 'form without a length'
            WHEN 2 THEN 'no credentials yet'
            WHEN 3 THEN 'secret cannot be resolved'
            WHEN 5 THEN 'address not allowed'
            ELSE 'wrong or missing proof'
        END;
    END IF;
END;

COMMENT ON PROCEDURE sms.sp_sms_http_take IS 'A part of sp_sms_http: takes one request, and says what to answer.';
