-- sp_sms_http_ports: a part of sp_sms_http: a URL without its port, and with it; the scheme's own where it has none.
-- Twilio is not consistent about the port in what it signs.
-- IN p_url. OUT p_without, p_with.
-- Reads and writes nothing.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http_ports(
    IN p_url      LONG VARCHAR,
    OUT p_without LONG VARCHAR,
    OUT p_with    LONG VARCHAR
)
BEGIN
    DECLARE v_scheme LONG VARCHAR;
    DECLARE v_host   LONG VARCHAR;
    DECLARE v_path   LONG VARCHAR;
    DECLARE v_port   VARCHAR(20);
    DECLARE v_end    INTEGER;

    SET v_end = LOCATE(p_url || '://', '://') + 3;
    SET v_scheme = LEFT(p_url, v_end - 1);
    SET v_host = SUBSTR(p_url, v_end);
    SET v_end = LOCATE(REPLACE(v_host, '?', '/') || '/', '/');
    SET v_path = SUBSTR(v_host, v_end);
    SET v_host = LEFT(v_host, v_end - 1);
    SET v_port = '';
    -- The colons of an IPv6 address stand inside brackets.
    IF v_host REGEXP '.*:[0-9]+' THEN
        WHILE RIGHT(v_host, 1) <> ':' LOOP
            SET v_port = RIGHT(v_host, 1) || v_port;
            SET v_host = LEFT(v_host, LENGTH(v_host) - 1);
        END LOOP;
        SET v_host = LEFT(v_host, LENGTH(v_host) - 1);
    ELSE
        SET v_port = IF v_scheme = 'https://' THEN '443' ELSE '80' ENDIF;
    END IF;
    SET p_without = v_scheme || v_host || v_path;
    SET p_with = v_scheme || v_host || ':' || v_port || v_path;
END;

COMMENT ON PROCEDURE sms.sp_sms_http_ports IS 'A part of sp_sms_http: a URL without its port, and with it.';
