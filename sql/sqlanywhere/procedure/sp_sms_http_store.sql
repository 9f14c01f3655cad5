-- sp_sms_http_store: a part of sp_sms_http: hands the callbacks of a request to sp_sms_callback. One that the database refuses is
-- stored again as failed, with the refusal as its reason; an error that may pass by itself is the caller's.
-- IN p_provider, p_kind (of the URL, or NULL), p_path, p_address. IN p_count: how many there are in sms_http_item.
-- OUT p_status, p_type, p_body: what the provider wants to hear of the first.
-- Reads sms_provider, sms_http_item and the request's headers. Ends no transaction.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http_store(
    IN p_provider VARCHAR(32 CHAR),
    IN p_kind     LONG VARCHAR,
    IN p_path     LONG VARCHAR,
    IN p_address  LONG VARCHAR,
    IN p_count    INTEGER,
    OUT p_status  INTEGER,
    OUT p_type    LONG VARCHAR,
    OUT p_body    LONG VARCHAR
)
BEGIN
    DECLARE v_item        INTEGER;
    DECLARE v_params      LONG VARCHAR;
    DECLARE v_digest      VARCHAR(64);
    DECLARE v_error       LONG VARCHAR;
    DECLARE v_refusal     LONG VARCHAR;
    DECLARE v_code        INTEGER;
    DECLARE v_method      LONG VARCHAR;
    DECLARE v_header      LONG VARCHAR;
    DECLARE v_token       LONG VARCHAR;
    DECLARE v_via         VARCHAR(16);
    DECLARE v_url_kind    LONG VARCHAR;
    DECLARE v_received_at TIMESTAMP;
    DECLARE v_id          BIGINT;
    DECLARE v_state       LONG VARCHAR;
    DECLARE v_duplicate   SMALLINT;
    DECLARE v_status      INTEGER;
    DECLARE v_type        LONG VARCHAR;
    DECLARE v_body        LONG VARCHAR;

    SET v_received_at = CURRENT UTC TIMESTAMP;
    SET v_method = HTTP_HEADER('@HttpMethod');
    SET v_header = (SELECT idempotency_header FROM sms.sms_provider WHERE provider = p_provider);
    SET v_header = IF v_header <> '' THEN NULLIF(HTTP_HEADER(v_header), '') ENDIF;
    SET v_via = CASE p_kind WHEN 'fallback' THEN 'fallback' ELSE 'database' END;
    SET v_url_kind = NULLIF(p_kind, 'fallback');
    SET v_item = 1;
    WHILE v_item <= p_count LOOP
        SELECT params, digest, error
          INTO v_params, v_digest, v_error
          FROM sms.sms_http_item
         WHERE item = v_item;
        -- Each further callback of a batch has the provider's token with its index.
        SET v_token = v_header || IF v_item > 1 AND v_header IS NOT NULL THEN ':' || CAST(v_item - 1 AS VARCHAR(10)) ENDIF;
        SET v_refusal = NULL;
        SAVEPOINT sms_http_item;
        BEGIN
            CALL sms.sp_sms_callback(
                p_provider, v_params, v_url_kind, v_method, p_path, p_address, v_via, v_token, v_digest, v_error,
                v_received_at, v_id, v_state, v_duplicate, v_status, v_type, v_body);
        EXCEPTION
            WHEN OTHERS THEN
                SELECT SQLCODE, ERRORMSG() INTO v_code, v_refusal;
                -- Locked rows, deadlocks, a server that stops or has no room: the next attempt may do better.
                IF v_error IS NOT NULL OR v_code IN (-85, -210, -299, -300, -304, -306, -307, -308, -684, -685) THEN
                    RESIGNAL;
                END IF;
        END;
        IF v_refusal IS NOT NULL THEN
            ROLLBACK TO SAVEPOINT sms_http_item;
            CALL sms.sp_sms_callback(
                p_provider, v_params, v_url_kind, v_method, p_path, p_address, v_via, v_token, v_digest, v_refusal,
                v_received_at, v_id, v_state, v_duplicate, v_status, v_type, v_body);
        END IF;
        RELEASE SAVEPOINT sms_http_item;
        IF v_item = 1 THEN
            SET p_status = v_status;
            SET p_type = v_type;
            SET p_body = v_body;
        END IF;
        SET v_item = v_item + 1;
    END LOOP;
END;

COMMENT ON PROCEDURE sms.sp_sms_http_store IS 'A part of sp_sms_http: hands the callbacks of the request to sp_sms_callback.';
