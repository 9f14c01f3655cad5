-- sms_http_address: a part of sp_sms_http: who calls. A forwarded address counts only if the setting trusted_proxies names the
-- network of the other end of the socket; then the last address in X-Forwarded-For that is no such proxy is the caller.
-- Reads the request, its connection's properties and sms_setting.
CREATE OR REPLACE FUNCTION sms.sms_http_address() RETURNS LONG VARCHAR
NOT DETERMINISTIC
BEGIN
    DECLARE v_address LONG VARCHAR;
    DECLARE v_proxies LONG VARCHAR;
    DECLARE v_chain   LONG VARCHAR;

    SET v_address = COALESCE(
        NULLIF(CONNECTION_PROPERTY('ClientNodeAddress'), ''), CONNECTION_PROPERTY('NodeAddress'));
    -- The server names no address where both ends are on one computer.
    SET v_address = IF v_address = '' THEN '127.0.0.1' ELSE v_address ENDIF;
    SET v_proxies = (SELECT value FROM sms.sms_setting WHERE name = 'trusted_proxies');
    SET v_chain = HTTP_HEADER('X-Forwarded-For');
    WHILE v_chain IS NOT NULL AND sms.sms_in_network(v_address, v_proxies) = 1 LOOP
        SET v_address = '';
        WHILE v_chain <> '' AND RIGHT(v_chain, 1) <> ',' LOOP
            SET v_address = RIGHT(v_chain, 1) || v_address;
            SET v_chain = LEFT(v_chain, LENGTH(v_chain) - 1);
        END LOOP;
        SET v_address = TRIM(v_address);
        SET v_chain = IF v_chain = '' THEN NULL ELSE LEFT(v_chain, LENGTH(v_chain) - 1) ENDIF;
    END LOOP;
    RETURN v_address;
END;

COMMENT ON PROCEDURE sms.sms_http_address IS 'A part of sp_sms_http: who calls.';
