-- sp_sms_opt_out: a phone opts out of a sender's messages, or in again (docs/rules.md, section 4).
-- IN p_provider, p_number, p_sender (default: ''), p_type (STOP, the default, or START), p_keyword, p_occurred_at (UTC,
-- default: now), p_callback_id.
-- Writes sms_opt_out: a time only if it is later than the one that is there.
CREATE OR REPLACE PROCEDURE sms.sp_sms_opt_out(
    IN p_provider    LONG VARCHAR DEFAULT NULL,
    IN p_number      LONG VARCHAR DEFAULT NULL,
    IN p_sender      LONG VARCHAR DEFAULT '',
    IN p_type        LONG VARCHAR DEFAULT 'STOP',
    IN p_keyword     LONG VARCHAR DEFAULT NULL,
    IN p_occurred_at TIMESTAMP    DEFAULT NULL,
    IN p_callback_id BIGINT       DEFAULT NULL
)
NO RESULT SET
BEGIN
    DECLARE v_type       LONG VARCHAR;
    DECLARE v_sender     LONG VARCHAR;
    DECLARE v_now        TIMESTAMP;
    DECLARE v_out_at     TIMESTAMP;
    DECLARE v_in_at      TIMESTAMP;
    DECLARE v_number_key LONG BINARY;
    DECLARE v_sender_key LONG BINARY;

    SET v_type = sms.sms_upper(COALESCE(p_type, 'STOP'));
    IF v_type NOT IN ('STOP', 'START') THEN
        RAISERROR 17001 'sp_sms_opt_out: p_type is neither STOP nor START';
        RETURN;
    END IF;
    SET v_now = CURRENT UTC TIMESTAMP;
    SET v_sender = COALESCE(p_sender, '');
    SET v_number_key = sms.sms_bytes(p_number);
    SET v_sender_key = sms.sms_bytes(v_sender);
    IF v_type = 'STOP' THEN
        SET v_out_at = COALESCE(p_occurred_at, v_now);
    ELSE
        SET v_in_at = COALESCE(p_occurred_at, v_now);
    END IF;

    BEGIN
        INSERT INTO sms.sms_opt_out (
            provider, number, sender, number_key, sender_key, opted_out_at, opted_in_at, keyword, callback_id
        )
        VALUES (
            p_provider, p_number, v_sender, v_number_key, v_sender_key, v_out_at, v_in_at, p_keyword, p_callback_id
        );
    EXCEPTION
        WHEN OTHERS THEN
            IF SQLCODE NOT IN (-193, -196) THEN
                RESIGNAL;
            END IF;
    END;
    UPDATE sms.sms_opt_out
    SET
        opted_out_at = COALESCE(v_out_at, opted_out_at),
        opted_in_at = COALESCE(v_in_at, opted_in_at),
        keyword = p_keyword,
        callback_id = p_callback_id
    WHERE provider = p_provider AND number_key = v_number_key AND sender_key = v_sender_key
        AND (
            v_out_at > opted_out_at OR (v_out_at IS NOT NULL AND opted_out_at IS NULL)
            OR v_in_at > opted_in_at OR (v_in_at IS NOT NULL AND opted_in_at IS NULL)
        );
END;

COMMENT ON PROCEDURE sms.sp_sms_opt_out IS 'Notes that a phone opted out of a sender''s messages, or in again.';
