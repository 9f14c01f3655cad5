-- sp_sms_http_form: a part of sp_sms_http: notes the fields of a urlencoded form, or of a query string.
-- IN p_raw: as sent. IN p_item: as in sms_http_pair. IN p_charset: what the request declares, or NULL: then the field _charset_
-- counts (RFC 7578, section 4.6), else UTF-8.
-- Writes sms_http_pair. Reads windows of the text, so that the time grows with its length and no faster.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http_form(IN p_raw LONG BINARY, IN p_item INTEGER, IN p_charset LONG VARCHAR)
BEGIN
    DECLARE v_window LONG VARCHAR;
    DECLARE v_part   LONG VARCHAR;
    DECLARE v_at     INTEGER;
    DECLARE v_end    INTEGER;
    DECLARE v_named  LONG VARCHAR;

    SET v_window = '';
    SET v_at = 1;
    WHILE v_at <= BYTE_LENGTH(p_raw) OR v_window <> '' LOOP
        SET v_end = LOCATE(v_window, '&');
        IF v_end = 0 AND v_at <= BYTE_LENGTH(p_raw) THEN
            SET v_window = v_window || CAST(BYTE_SUBSTR(p_raw, v_at, 4096) AS LONG VARCHAR);
            SET v_at = v_at + 4096;
        ELSE
            SET v_part = IF v_end = 0 THEN v_window ELSE LEFT(v_window, v_end - 1) ENDIF;
            SET v_window = IF v_end = 0 THEN '' ELSE SUBSTR(v_window, v_end + 1) ENDIF;
            IF v_part <> '' THEN
                SET v_end = LOCATE(v_part || '=', '=');
                CALL sms.sp_sms_http_pair(
                    p_item,
                    sms.sms_recoded(sms.sms_url_decode(CAST(LEFT(v_part, v_end - 1) AS LONG BINARY), 1), p_charset),
                    sms.sms_recoded(sms.sms_url_decode(CAST(SUBSTR(v_part, v_end + 1) AS LONG BINARY), 1), p_charset)
                );
            END IF;
        END IF;
    END LOOP;

    IF p_charset IS NULL THEN
        SELECT FIRST CAST(value AS LONG VARCHAR)
          INTO v_named
          FROM sms.sms_http_pair
         WHERE item = p_item AND name = CAST('_charset_' AS LONG BINARY)
         ORDER BY pair_id;
        IF v_named <> '' THEN
            DELETE FROM sms.sms_http_pair WHERE item = p_item;
            CALL sms.sp_sms_http_form(p_raw, p_item, v_named);
        END IF;
    END IF;
END;

COMMENT ON PROCEDURE sms.sp_sms_http_form IS 'A part of sp_sms_http: notes the fields of a form or of a query string.';
