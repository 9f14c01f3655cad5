-- sp_sms_http_route: a part of sp_sms_http: what the path of the request says.
-- IN p_service: name of the web service. INOUT p_kind: what the service says, or what follows its name in the path.
-- OUT p_found: 1, or 0 if the path means nothing. OUT p_path: as sent; without the token where it has one. OUT p_called: the
-- path from the service's name on, with the query and the token, as the provider signs it. OUT p_query: as sent. OUT p_token: the
-- path's last part where it is neither the service's name nor a kind. OUT p_rest: all that follows the service's name.
-- Reads the request's headers.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http_route(
    IN p_service  LONG VARCHAR,
    INOUT p_kind  LONG VARCHAR,
    OUT p_found   SMALLINT,
    OUT p_path    LONG VARCHAR,
    OUT p_called  LONG VARCHAR,
    OUT p_query   LONG VARCHAR,
    OUT p_token   LONG BINARY,
    OUT p_rest    LONG VARCHAR
)
BEGIN
    DECLARE v_uri   LONG VARCHAR;
    DECLARE v_plain LONG VARCHAR;
    DECLARE v_name  LONG VARCHAR;
    DECLARE v_mark  INTEGER;

    SET p_found = 0;
    SET v_uri = HTTP_HEADER('@HttpURI');
    IF LEFT(v_uri, 1) <> '/' THEN
        -- The absolute form of a request (RFC 9112, section 3.2.2).
        SET v_uri = SUBSTR(v_uri, LOCATE(v_uri || '://', '://') + 3);
        SET v_uri = SUBSTR(v_uri, LOCATE(v_uri || '/', '/'));
    END IF;
    SET v_mark = LOCATE(v_uri || '?', '?');
    SET p_query = COALESCE(HTTP_HEADER('@HttpQueryString'), SUBSTR(v_uri, v_mark + 1), '');
    SET p_path = LEFT(v_uri, v_mark - 1);
    SET p_called = p_path;

    SET v_name = '/' || p_service || '/';
    SET v_plain = CAST(sms.sms_url_decode(CAST(p_path AS LONG BINARY), 0) AS LONG VARCHAR);
    IF LEFT(v_plain || '/', LENGTH(v_name)) <> v_name THEN
        -- The database's name may stand before that of the service; it is no part of the public URL.
        SET v_plain = SUBSTR(v_plain, LOCATE(v_plain || '/', '/', 2));
        SET p_called = SUBSTR(p_path, LOCATE(p_path || '/', '/', 2));
    END IF;
    SET p_called = p_called || IF p_query = '' THEN '' ELSE '?' || p_query ENDIF;
    IF LEFT(v_plain || '/', LENGTH(v_name)) <> v_name THEN
        RETURN;
    END IF;

    SET p_rest = SUBSTR(v_plain, LENGTH(v_name) + 1);
    SET v_plain = IF RIGHT(p_rest, 1) = '/' THEN LEFT(p_rest, LENGTH(p_rest) - 1) ELSE p_rest ENDIF;
    IF p_kind IS NULL THEN
        SET v_name = LEFT(v_plain, LOCATE(v_plain || '/', '/') - 1);
        IF v_name IN ('status', 'inbound', 'opt_out', 'fallback') AND sms.sms_bytes(v_name) = sms.sms_bytes(LOWER(v_name)) THEN
            SET p_kind = v_name;
            -- What follows the kind keeps its stroke, if nothing else is there: `status//` means nothing.
            SET v_plain = SUBSTR(v_plain, LENGTH(v_name) + IF RIGHT(v_plain, 1) = '/' THEN 1 ELSE 2 ENDIF);
        END IF;
    END IF;
    IF LOCATE(v_plain, '/') > 0 OR p_rest = '/' THEN
        RETURN;
    END IF;
    IF v_plain <> '' THEN
        SET p_token = CAST(v_plain AS LONG BINARY);
        WHILE RIGHT(p_path, 1) = '/' LOOP
            SET p_path = LEFT(p_path, LENGTH(p_path) - 1);
        END LOOP;
        WHILE RIGHT(p_path, 1) <> '/' LOOP
            SET p_path = LEFT(p_path, LENGTH(p_path) - 1);
        END LOOP;
        SET p_path = p_path || '***';
    END IF;
    SET p_found = 1;
END;

COMMENT ON PROCEDURE sms.sp_sms_http_route IS 'A part of sp_sms_http: what the path of the request says.';
