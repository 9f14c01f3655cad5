-- sms_http_fields: a part of sp_sms_http: what Twilio signs of a form: each name with each of its values, sorted bytewise, a
-- value of a name once (https://www.twilio.com/docs/usage/webhooks/webhooks-security).
-- IN p_item: whose parameters, as in sms_http_pair.
-- Reads sms_http_pair.
CREATE OR REPLACE FUNCTION sms.sms_http_fields(IN p_item INTEGER) RETURNS LONG BINARY
NOT DETERMINISTIC
BEGIN
    DECLARE v_empty  LONG BINARY;
    DECLARE v_result LONG BINARY;
    DECLARE v_piece  LONG BINARY;
    DECLARE v_name   LONG BINARY;
    DECLARE v_value  LONG BINARY;

    SET v_empty = BYTE_SUBSTR(0x00, 1, 0);
    SET v_result = v_empty;
    SET v_piece = v_empty;
    FOR v_loop AS v_field CURSOR FOR
        SELECT name AS v_next_name, value AS v_next_value
          FROM sms.sms_http_pair
         WHERE item = p_item
         ORDER BY name_key, name, value_key, value
    DO
        IF v_name IS NULL OR v_name <> v_next_name OR v_value <> v_next_value THEN
            SET v_name = v_next_name;
            SET v_value = v_next_value;
            SET v_piece = v_piece || v_name || v_value;
            IF BYTE_LENGTH(v_piece) > 8000 THEN
                SET v_result = v_result || v_piece;
                SET v_piece = v_empty;
            END IF;
        END IF;
    END FOR;
    RETURN v_result || v_piece;
END;

COMMENT ON PROCEDURE sms.sms_http_fields IS 'A part of sp_sms_http: what Twilio signs of a form.';
