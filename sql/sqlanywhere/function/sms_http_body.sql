-- sms_http_body: a part of sp_sms_http: the request's body as it came, NULL where the server does not give it.
-- Reads the request. HTTP_BODY is not in every version, so its absence must not end the request.
CREATE OR REPLACE FUNCTION sms.sms_http_body() RETURNS LONG BINARY
NOT DETERMINISTIC
BEGIN
    DECLARE v_body LONG BINARY;

    SET v_body = CAST(HTTP_BODY() AS LONG BINARY);
    RETURN v_body;
EXCEPTION
    WHEN OTHERS THEN
        RETURN NULL;
END;

COMMENT ON PROCEDURE sms.sms_http_body IS 'A part of sp_sms_http: the body of the request as it came.';
