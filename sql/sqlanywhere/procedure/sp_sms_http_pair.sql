-- sp_sms_http_pair: a part of sp_sms_http: notes one parameter of the request.
-- IN p_item: as in sms_http_pair. IN p_name, p_value: in UTF-8.
-- Writes sms_http_pair.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http_pair(IN p_item INTEGER, IN p_name LONG BINARY, IN p_value LONG BINARY)
BEGIN
    DECLARE v_name LONG VARCHAR;
    DECLARE v_id   INTEGER;

    SET v_name = sms.sms_json_ascii(p_name, 1);
    SELECT COALESCE(MAX(pair_id), 0) + 1 INTO v_id FROM sms.sms_http_pair;
    INSERT INTO sms.sms_http_pair (
        pair_id, item, name, name_key, value, value_key, name_hash, name_json, value_json
    )
    VALUES (
        v_id,
        p_item,
        p_name,
        CAST(BYTE_SUBSTR(p_name, 1, 1000) AS VARBINARY(1000)),
        p_value,
        CAST(BYTE_SUBSTR(p_value, 1, 1000) AS VARBINARY(1000)),
        HASH(v_name, 'SHA256'),
        v_name,
        sms.sms_json_ascii(p_value, 1)
    );
END;

COMMENT ON PROCEDURE sms.sp_sms_http_pair IS 'A part of sp_sms_http: notes one parameter of the request.';
