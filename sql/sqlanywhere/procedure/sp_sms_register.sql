-- sp_sms_register: the application tells which message it sent (docs/rules.md, section 4). What it says wins where it is not
-- NULL; status, times and history stay.
-- IN p_provider, p_message_id, p_to_number, p_from_number, p_body, p_campaign, p_label, p_account, p_status (the word that the
-- provider's API answered, if any), p_registered_at (UTC, default: now).
-- Writes sms_message; calls sp_sms_update for p_status.
CREATE OR REPLACE PROCEDURE sms.sp_sms_register(
    IN p_provider      LONG VARCHAR DEFAULT NULL,
    IN p_message_id    LONG VARCHAR DEFAULT NULL,
    IN p_to_number     LONG VARCHAR DEFAULT NULL,
    IN p_from_number   LONG VARCHAR DEFAULT NULL,
    IN p_body          LONG VARCHAR DEFAULT NULL,
    IN p_campaign      LONG VARCHAR DEFAULT NULL,
    IN p_label         LONG VARCHAR DEFAULT NULL,
    IN p_account       LONG VARCHAR DEFAULT NULL,
    IN p_status        LONG VARCHAR DEFAULT NULL,
    IN p_registered_at TIMESTAMP    DEFAULT NULL
)
NO RESULT SET
BEGIN
    DECLARE v_now TIMESTAMP;
    DECLARE v_key LONG BINARY;

    SET v_now = CURRENT UTC TIMESTAMP;
    SET v_key = sms.sms_bytes(p_message_id);
    -- An UPDATE waits for whoever works on the row. If another is first to make it, once more with that row.
    fill: LOOP
        UPDATE sms.sms_message
        SET
            account = COALESCE(p_account, account),
            from_number = COALESCE(p_from_number, from_number),
            to_number = COALESCE(p_to_number, to_number),
            body = COALESCE(p_body, body),
            campaign = COALESCE(p_campaign, campaign),
            label = COALESCE(p_label, label),
            registered_at = COALESCE(registered_at, p_registered_at, v_now),
            updated_at = v_now
        WHERE provider = p_provider AND message_key = v_key;
        IF @@rowcount > 0 THEN
            LEAVE fill;
        END IF;
        BEGIN
            INSERT INTO sms.sms_message (provider, message_id, message_key, created_at, updated_at)
            VALUES (p_provider, p_message_id, v_key, v_now, v_now);
        EXCEPTION
            WHEN OTHERS THEN
                IF SQLCODE NOT IN (-193, -196) THEN
                    RESIGNAL;
                END IF;
        END;
    END LOOP;

    IF sms.sms_given(p_status) IS NOT NULL THEN
        CALL sms.sp_sms_update(
            p_sid = p_message_id, p_status = p_status, p_provider = p_provider, p_received_at = p_registered_at);
    END IF;
END;

COMMENT ON PROCEDURE sms.sp_sms_register IS 'The application tells which message it sent, with its campaign and label.';
