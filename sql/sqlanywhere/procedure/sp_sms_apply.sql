-- sp_sms_apply: understands one row of the journal and does what it says (docs/rules.md, section 2). Applying again is safe.
-- IN p_callback_id; nothing happens if there is no such row.
-- Writes sms_callback (kind, state, error, attempts, processed_at); what else, sp_sms_work says.
CREATE OR REPLACE PROCEDURE sms.sp_sms_apply(IN p_callback_id BIGINT)
NO RESULT SET
BEGIN
    DECLARE v_provider VARCHAR(250 CHAR);
    DECLARE v_params   LONG VARCHAR;
    DECLARE v_url_kind LONG VARCHAR;
    DECLARE v_received TIMESTAMP;
    DECLARE v_now      TIMESTAMP;
    DECLARE v_kind     LONG VARCHAR;
    DECLARE v_key      LONG VARCHAR;
    DECLARE v_error    LONG VARCHAR;
    DECLARE v_note     LONG VARCHAR;

    -- The UPDATE waits for whoever works on the row.
    UPDATE sms.sms_callback SET attempts = attempts + 1 WHERE callback_id = p_callback_id;
    IF @@rowcount = 0 THEN
        RETURN;
    END IF;
    SELECT b.provider, b.params, b.url_kind, b.received_at
    INTO v_provider, v_params, v_url_kind, v_received
    FROM sms.sms_callback AS b
    WHERE b.callback_id = p_callback_id;

    CALL sms.sp_sms_understand(v_provider, v_params, v_url_kind, v_kind, v_key, v_error, v_note);
    IF v_error IS NULL THEN
        CALL sms.sp_sms_work(p_callback_id, v_provider, v_kind, v_key, v_received, v_error);
    END IF;
    SET v_now = CURRENT UTC TIMESTAMP;
    UPDATE sms.sms_callback
    SET
        kind = v_kind,
        state = IF v_error IS NULL THEN 'done' ELSE 'failed' ENDIF,
        error = COALESCE(v_error, v_note),
        processed_at = v_now
    WHERE callback_id = p_callback_id;
END;

COMMENT ON PROCEDURE sms.sp_sms_apply IS 'Applies one callback of the journal again; it is safe to repeat.';
