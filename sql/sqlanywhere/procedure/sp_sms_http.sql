-- sp_sms_http: what a web service calls: takes one HTTP request of a provider, commits, and answers as the provider wants it
-- (docs/rules.md; the answers are those of the adapter).
-- IN p_service: the service's name, as `sms/twilio/status`. IN p_provider: in sms_provider. IN p_kind: status, inbound,
-- opt_out or fallback where the service's name says so; '': the path may say it, else the content decides.
-- Gives one row: the answer's body. Its status and headers are set on the way.
-- Every error is caught: nothing is stored then, and the provider is told to try again.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http(
    IN p_service  LONG VARCHAR,
    IN p_provider LONG VARCHAR,
    IN p_kind     LONG VARCHAR
)
RESULT (answer LONG BINARY)
BEGIN
    DECLARE v_status INTEGER;
    DECLARE v_type   LONG VARCHAR;
    DECLARE v_body   LONG VARCHAR;
    DECLARE v_reason LONG VARCHAR;
    DECLARE v_code   INTEGER;

    BEGIN
        CALL sms.sp_sms_http_take(p_service, p_provider, p_kind, v_status, v_type, v_body, v_reason);
        COMMIT;
    EXCEPTION
        WHEN OTHERS THEN
            SET v_code = SQLCODE;
            ROLLBACK;
            -- What the server says of a refused statement may repeat a parameter.
            SET v_reason = 'SQLCODE ' || CAST(v_code AS VARCHAR(12));
            SET v_status = 503;
    END;

    IF v_reason IS NOT NULL THEN
        MESSAGE 'sms-callback: refused: service=' || p_service || ' status=' || CAST(v_status AS VARCHAR(12))
            || ' reason=' || v_reason TYPE WARNING TO CONSOLE;
        SET v_type = 'text/plain; charset=utf-8';
        SET v_body = CASE v_status
            WHEN 400 THEN 'the body is not complete'
            WHEN 401 THEN 'credentials wanted'
            WHEN 403 THEN 'forbidden'
            WHEN 404 THEN 'not found'
            WHEN 405 THEN 'method not allowed'
            WHEN 411 THEN 'a form needs a Content-Length'
            WHEN 413 THEN 'the body is too large'
            ELSE 'not stored, try again'
        END;
    END IF;
    -- A session would keep a connection of the server to itself (HTTP sessions, in the programming manual).
    CALL dbo.sa_set_http_option('SessionID', NULL);
    CALL dbo.sa_set_http_header('@HttpStatus', CAST(v_status AS VARCHAR(12)));
    CALL dbo.sa_set_http_header('Content-Type', v_type);
    IF v_status = 401 THEN
        CALL dbo.sa_set_http_header('WWW-Authenticate', 'Basic realm="sms-callback", charset="UTF-8"');
    ELSEIF v_status = 405 THEN
        CALL dbo.sa_set_http_header('Allow', 'GET, POST');
    ELSEIF v_status = 503 THEN
        CALL dbo.sa_set_http_header('Retry-After', '30');
    END IF;
    SELECT sms.sms_utf8(COALESCE(v_body, '')) AS answer;
END;

COMMENT ON PROCEDURE sms.sp_sms_http IS 'What a web service calls: takes one HTTP request of a provider, and answers it.';
