-- sp_sms_inbound: one inbound message, and the opt-out or opt-in that it may be (docs/rules.md, section 4).
-- IN p_provider, p_message_id, p_from_number, p_to_number, p_body, p_media (JSON), p_reply_to, p_account, p_parts, p_price,
-- p_currency, p_opt_out_type (STOP, START; other words mean none), p_sender, p_natural_key, p_occurred_at, p_received_at
-- (default: now), p_callback_id. Times are UTC.
-- Writes sms_inbound; calls sp_sms_opt_out. Reads sms_keyword.
CREATE OR REPLACE PROCEDURE sms.sp_sms_inbound(
    IN p_provider     LONG VARCHAR   DEFAULT NULL,
    IN p_message_id   LONG VARCHAR   DEFAULT NULL,
    IN p_from_number  LONG VARCHAR   DEFAULT NULL,
    IN p_to_number    LONG VARCHAR   DEFAULT NULL,
    IN p_body         LONG VARCHAR   DEFAULT NULL,
    IN p_media        LONG VARCHAR   DEFAULT NULL,
    IN p_reply_to     LONG VARCHAR   DEFAULT NULL,
    IN p_account      LONG VARCHAR   DEFAULT NULL,
    IN p_parts        INTEGER        DEFAULT NULL,
    IN p_price        NUMERIC(18, 8) DEFAULT NULL,
    IN p_currency     LONG VARCHAR   DEFAULT NULL,
    IN p_opt_out_type LONG VARCHAR   DEFAULT NULL,
    IN p_sender       LONG VARCHAR   DEFAULT NULL,
    IN p_natural_key  LONG VARCHAR   DEFAULT NULL,
    IN p_occurred_at  TIMESTAMP      DEFAULT NULL,
    IN p_received_at  TIMESTAMP      DEFAULT NULL,
    IN p_callback_id  BIGINT         DEFAULT NULL
)
NO RESULT SET
BEGIN
    DECLARE v_received TIMESTAMP;
    DECLARE v_currency LONG VARCHAR;
    DECLARE v_key      LONG VARCHAR;
    DECLARE v_bytes    LONG BINARY;
    DECLARE v_type     LONG VARCHAR;
    DECLARE v_keyword  LONG VARCHAR;
    DECLARE v_blanked  LONG VARCHAR;
    DECLARE v_word     LONG VARCHAR;

    SET v_received = CURRENT UTC TIMESTAMP;
    SET v_received = COALESCE(p_received_at, v_received);
    IF p_price IS NOT NULL THEN
        SET v_currency = p_currency;
    END IF;
    SET v_key = sms.sms_key(CASE
        WHEN p_natural_key IS NOT NULL THEN p_natural_key
        WHEN p_message_id IS NOT NULL THEN STRING('id:', p_message_id)
        WHEN p_callback_id IS NOT NULL THEN STRING('callback:', p_callback_id)
    END);
    SET v_bytes = sms.sms_bytes(v_key);

    -- An UPDATE waits for whoever works on the row. If another is first to make it, once more with that row.
    fill: LOOP
        UPDATE sms.sms_inbound
        SET
            callback_id = COALESCE(callback_id, p_callback_id),
            message_id = COALESCE(message_id, p_message_id),
            reply_to = COALESCE(reply_to, p_reply_to),
            to_number = COALESCE(to_number, p_to_number),
            body = COALESCE(body, p_body),
            media = COALESCE(media, p_media),
            account = COALESCE(account, p_account),
            parts = COALESCE(parts, p_parts),
            price = COALESCE(price, p_price),
            currency = COALESCE(currency, v_currency),
            occurred_at = COALESCE(occurred_at, p_occurred_at)
        WHERE provider = p_provider AND natural_bytes = v_bytes;
        IF @@rowcount > 0 THEN
            LEAVE fill;
        END IF;
        BEGIN
            INSERT INTO sms.sms_inbound (provider, from_number, natural_key, natural_bytes, received_at)
            VALUES (p_provider, p_from_number, v_key, v_bytes, v_received);
        EXCEPTION
            WHEN OTHERS THEN
                IF SQLCODE NOT IN (-193, -196) THEN
                    RESIGNAL;
                END IF;
        END;
    END LOOP;

    SET v_type = sms.sms_upper(NULLIF(p_opt_out_type, ''));
    SET v_keyword = v_type;
    IF v_type IS NULL THEN
        -- TRIM takes blanks only, so tabs and line ends become blanks to find out where the word begins and ends.
        SET v_blanked = REPLACE(REPLACE(REPLACE(p_body, CHAR(9), ' '), CHAR(10), ' '), CHAR(13), ' ');
        IF CHAR_LENGTH(TRIM(v_blanked)) BETWEEN 1 AND 32 THEN
            SET v_word = sms.sms_upper(
                SUBSTRING(p_body, CHAR_LENGTH(v_blanked) - CHAR_LENGTH(LTRIM(v_blanked)) + 1, CHAR_LENGTH(TRIM(v_blanked))));
            SET v_keyword = v_word;
            SET v_type = (
                SELECT UPPER(k.action)
                FROM sms.sms_keyword AS k
                WHERE k.provider = p_provider AND k.keyword = v_word AND sms.sms_bytes(k.keyword) = sms.sms_bytes(v_word)
            );
        END IF;
    END IF;
    IF v_type IN ('STOP', 'START') THEN
        CALL sms.sp_sms_opt_out(
            p_provider = p_provider,
            p_number = p_from_number,
            p_sender = COALESCE(p_sender, p_to_number, ''),
            p_type = v_type,
            p_keyword = v_keyword,
            p_occurred_at = COALESCE(p_occurred_at, v_received),
            p_callback_id = p_callback_id);
    END IF;
END;

COMMENT ON PROCEDURE sms.sp_sms_inbound IS 'Takes one inbound message, and the opt-out or opt-in that it may be.';
