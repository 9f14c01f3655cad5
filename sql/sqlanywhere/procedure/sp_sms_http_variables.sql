-- sp_sms_http_variables: a part of sp_sms_http: notes what the web server has read of the body: the HTTP variables without
-- those of the query string and of the path.
-- IN p_form: urlencoded, multipart, or any other text for a body that is no form (then it is the variable body or text).
-- IN p_charset: what the request declares, or NULL. IN p_rest: what follows the service's name in the path.
-- Reads the query's parameters in sms_http_pair, and writes the body's there, as item 1.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http_variables(
    IN p_form    VARCHAR(12),
    IN p_charset LONG VARCHAR,
    IN p_rest    LONG VARCHAR
)
BEGIN
    DECLARE v_name  LONG VARCHAR;
    DECLARE v_value LONG BINARY;
    DECLARE v_place INTEGER;
    DECLARE v_last  INTEGER;

    SET v_name = NEXT_HTTP_VARIABLE(NULL);
    WHILE v_name IS NOT NULL LOOP
        SET v_place = 1;
        v_values: LOOP
            SET v_value = CAST(HTTP_VARIABLE(
                v_name, v_place, IF p_form = 'multipart' THEN '@BINARY' ELSE '@TRANSPORT' ENDIF) AS LONG BINARY);
            IF v_value IS NULL THEN
                LEAVE v_values;
            END IF;
            CALL sms.sp_sms_http_pair(
                1,
                sms.sms_utf8(v_name),
                CASE p_form
                    WHEN 'urlencoded' THEN sms.sms_recoded(sms.sms_url_decode(v_value, 1), p_charset)
                    WHEN 'multipart' THEN sms.sms_recoded(v_value, COALESCE(
                        sms.sms_header_option(HTTP_VARIABLE(v_name, v_place, 'Content-Type'), 'charset'), p_charset))
                    ELSE v_value
                END
            );
            SET v_place = v_place + 1;
        END LOOP v_values;
        SET v_name = NEXT_HTTP_VARIABLE(v_name);
    END LOOP;

    -- The path's variable goes first, then one for each parameter of the query: what is left came in the body.
    CALL sms.sp_sms_http_pair(-1, CAST('url' AS LONG BINARY), CAST(p_rest AS LONG BINARY));
    FOR v_loop AS v_query CURSOR FOR
        SELECT name_hash AS v_hash, value AS v_asked
          FROM sms.sms_http_pair
         WHERE item = -1
         ORDER BY pair_id DESC
    DO
        SELECT MAX(pair_id)
          INTO v_last
          FROM sms.sms_http_pair
         WHERE item = 1 AND name_hash = v_hash AND (value = v_asked OR sms.sms_url_decode(value, 1) = v_asked);
        DELETE FROM sms.sms_http_pair WHERE pair_id = v_last;
    END FOR;
    SELECT MAX(pair_id) INTO v_last FROM sms.sms_http_pair WHERE item = -1;
    DELETE FROM sms.sms_http_pair WHERE pair_id = v_last;
END;

COMMENT ON PROCEDURE sms.sp_sms_http_variables IS 'A part of sp_sms_http: notes what the web server has read of the body.';
