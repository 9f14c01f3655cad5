-- sp_sms_work: a part of sp_sms_callback and sp_sms_apply: does what an understood callback says (docs/rules.md, section 2).
-- IN p_callback_id, p_provider, p_kind and p_key (as sp_sms_understand gives them; the values are in sms_work_value),
-- p_received_at.
-- OUT p_error: NULL, or why it could not be done: then nothing is written. Only what may go better the next time is raised (a
-- lock, a deadlock, no room on the disk …), so that the caller keeps the callback and comes again.
-- Calls sp_sms_update, sp_sms_inbound, sp_sms_opt_out, sp_sms_campaign.
CREATE OR REPLACE PROCEDURE sms.sp_sms_work(
    IN p_callback_id BIGINT,
    IN p_provider    LONG VARCHAR,
    IN p_kind        LONG VARCHAR,
    IN p_key         LONG VARCHAR,
    IN p_received_at TIMESTAMP,
    OUT p_error      LONG VARCHAR
)
NO RESULT SET
BEGIN
    DECLARE v_message_id  LONG VARCHAR;
    DECLARE v_word        LONG VARCHAR;
    DECLARE v_account     LONG VARCHAR;
    DECLARE v_from_number LONG VARCHAR;
    DECLARE v_to_number   LONG VARCHAR;
    DECLARE v_body        LONG VARCHAR;
    DECLARE v_part_id     LONG VARCHAR;
    DECLARE v_parts       INTEGER;
    DECLARE v_code        LONG VARCHAR;
    DECLARE v_text        LONG VARCHAR;
    DECLARE v_price       NUMERIC(18, 8);
    DECLARE v_currency    LONG VARCHAR;
    DECLARE v_country     LONG VARCHAR;
    DECLARE v_operator    LONG VARCHAR;
    DECLARE v_campaign    LONG VARCHAR;
    DECLARE v_label       LONG VARCHAR;
    DECLARE v_occurred_at TIMESTAMP;
    DECLARE v_list        LONG VARCHAR;
    DECLARE v_reply_to    LONG VARCHAR;
    DECLARE v_type        LONG VARCHAR;
    DECLARE v_sender      LONG VARCHAR;
    DECLARE v_sqlcode     INTEGER;
    DECLARE v_sqlstate    VARCHAR(5);

    SET p_error = NULL;
    SAVEPOINT sms_work;
    BEGIN
        IF p_kind = 'status' THEN
            SELECT
                MAX(IF w.column_name = 'message_id' THEN w.value ENDIF),
                MAX(IF w.column_name = 'provider_status' THEN w.value ENDIF),
                MAX(IF w.column_name = 'account' THEN w.value ENDIF),
                MAX(IF w.column_name = 'from_number' THEN w.value ENDIF),
                MAX(IF w.column_name = 'to_number' THEN w.value ENDIF),
                MAX(IF w.column_name = 'body' THEN w.value ENDIF),
                MAX(IF w.column_name = 'part_id' THEN w.value ENDIF),
                CAST(MAX(IF w.column_name = 'parts' THEN w.value ENDIF) AS INTEGER),
                MAX(IF w.column_name = 'error_code' THEN w.value ENDIF),
                MAX(IF w.column_name = 'error_message' THEN w.value ENDIF),
                CAST(MAX(IF w.column_name = 'price' THEN w.value ENDIF) AS NUMERIC(18, 8)),
                MAX(IF w.column_name = 'currency' THEN w.value ENDIF),
                MAX(IF w.column_name = 'country' THEN w.value ENDIF),
                MAX(IF w.column_name = 'operator' THEN w.value ENDIF),
                MAX(IF w.column_name = 'campaign' THEN w.value ENDIF),
                MAX(IF w.column_name = 'label' THEN w.value ENDIF),
                CAST(MAX(IF w.column_name = 'occurred_at' THEN w.value ENDIF) AS TIMESTAMP)
            INTO
                v_message_id, v_word, v_account, v_from_number, v_to_number, v_body, v_part_id, v_parts, v_code, v_text,
                v_price, v_currency, v_country, v_operator, v_campaign, v_label, v_occurred_at
            FROM sms.sms_work_value AS w;
            CALL sms.sp_sms_update(
                v_to_number, v_message_id, v_code, v_word, NULL, p_provider, v_account, v_from_number, v_body, v_part_id,
                v_parts, v_text, v_price, v_currency, v_country, v_operator, v_campaign, v_label, v_occurred_at,
                p_received_at, p_callback_id);
        ELSEIF p_kind = 'inbound' THEN
            SELECT
                MAX(IF w.column_name = 'message_id' THEN w.value ENDIF),
                MAX(IF w.column_name = 'from_number' THEN w.value ENDIF),
                MAX(IF w.column_name = 'to_number' THEN w.value ENDIF),
                MAX(IF w.column_name = 'body' THEN w.value ENDIF),
                MAX(IF w.column_name = 'media' THEN w.value ENDIF),
                MAX(IF w.column_name = 'reply_to' THEN w.value ENDIF),
                MAX(IF w.column_name = 'account' THEN w.value ENDIF),
                CAST(MAX(IF w.column_name = 'parts' THEN w.value ENDIF) AS INTEGER),
                CAST(MAX(IF w.column_name = 'price' THEN w.value ENDIF) AS NUMERIC(18, 8)),
                MAX(IF w.column_name = 'currency' THEN w.value ENDIF),
                MAX(IF w.column_name = 'opt_out_type' THEN w.value ENDIF),
                MAX(IF w.column_name = 'sender' THEN w.value ENDIF),
                CAST(MAX(IF w.column_name = 'occurred_at' THEN w.value ENDIF) AS TIMESTAMP)
            INTO
                v_message_id, v_from_number, v_to_number, v_body, v_list, v_reply_to, v_account, v_parts, v_price,
                v_currency, v_type, v_sender, v_occurred_at
            FROM sms.sms_work_value AS w;
            CALL sms.sp_sms_inbound(
                p_provider, v_message_id, v_from_number, v_to_number, v_body, v_list, v_reply_to, v_account, v_parts,
                v_price, v_currency, v_type, v_sender, COALESCE(p_key, STRING('callback:', p_callback_id)), v_occurred_at,
                p_received_at, p_callback_id);
        ELSEIF p_kind = 'opt_out' THEN
            SELECT
                MAX(IF w.column_name = 'number' THEN w.value ENDIF),
                MAX(IF w.column_name = 'sender' THEN w.value ENDIF),
                MAX(IF w.column_name = 'type' THEN w.value ENDIF),
                MAX(IF w.column_name = 'keyword' THEN w.value ENDIF),
                CAST(MAX(IF w.column_name = 'occurred_at' THEN w.value ENDIF) AS TIMESTAMP)
            INTO v_from_number, v_sender, v_type, v_text, v_occurred_at
            FROM sms.sms_work_value AS w;
            -- The error of sp_sms_opt_out is a RAISERROR, which nobody catches.
            IF sms.sms_upper(COALESCE(v_type, 'STOP')) IN ('STOP', 'START') THEN
                CALL sms.sp_sms_opt_out(
                    p_provider, v_from_number, v_sender, v_type, v_text, COALESCE(v_occurred_at, p_received_at),
                    p_callback_id);
            ELSE
                SET p_error = 'sp_sms_opt_out: p_type is neither STOP nor START';
            END IF;
        ELSEIF p_kind = 'campaign' THEN
            SELECT
                MAX(IF w.column_name = 'campaign' THEN w.value ENDIF),
                MAX(IF w.column_name = 'name' THEN w.value ENDIF),
                MAX(IF w.column_name = 'status' THEN w.value ENDIF),
                CAST(MAX(IF w.column_name = 'recipients' THEN w.value ENDIF) AS INTEGER),
                MAX(IF w.column_name = 'counts' THEN w.value ENDIF)
            INTO v_campaign, v_label, v_word, v_parts, v_list
            FROM sms.sms_work_value AS w;
            CALL sms.sp_sms_campaign(
                p_provider, v_campaign, v_label, v_word, v_parts, v_list, p_received_at, p_callback_id);
        ELSE
            SET p_error = STRING('kind: ''', p_kind, ''' cannot be worked');
        END IF;
    EXCEPTION
        WHEN OTHERS THEN
            SELECT SQLCODE, SQLSTATE, ERRORMSG() INTO v_sqlcode, v_sqlstate, p_error;
            -- A lock, a deadlock, no memory, no room, the server in trouble; a rollback; the governor; a read-only database.
            IF v_sqlcode BETWEEN -309 AND -299 OR v_sqlcode IN (-210, -684, -685, -757) THEN
                RESIGNAL;
            END IF;
            IF v_sqlstate = '99001' THEN
                SET p_error = 'sp_sms_update: the status of this word is not in sms_status_code';
            END IF;
            ROLLBACK TO SAVEPOINT sms_work;
    END;
    RELEASE SAVEPOINT sms_work;
END;

COMMENT ON PROCEDURE sms.sp_sms_work IS 'A part of sp_sms_callback and sp_sms_apply: does what an understood callback says.';
