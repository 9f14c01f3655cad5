-- sp_sms_purge: deletes what is older than the settings keep_callback_days (journal rows that are done), keep_failed_days
-- (failed ones), keep_message_days (messages by updated_at, with history and parts) and keep_inbound_days allow; 0 keeps for
-- ever. Opt-outs stay (docs/rules.md, section 4).
-- IN p_limit: how many rows of each kind at most (NULL: 10000).
-- OUT p_callbacks, p_messages, p_inbound: how many went; call again until all are 0.
-- Writes sms_callback, sms_message, sms_status, sms_part, sms_inbound. Reads sms_setting.
CREATE OR REPLACE PROCEDURE sms.sp_sms_purge(
    IN p_limit      INTEGER,
    OUT p_callbacks INTEGER,
    OUT p_messages  INTEGER,
    OUT p_inbound   INTEGER
)
NO RESULT SET
BEGIN
    DECLARE v_limit  INTEGER;
    DECLARE v_before TIMESTAMP;

    SET v_limit = COALESCE(p_limit, 10000);
    -- A setting that is 0 or missing gives no time, and no row is older than that.
    SET v_before = sms.sms_keep('keep_callback_days');
    DELETE TOP v_limit FROM sms.sms_callback WHERE state = 'done' AND received_at < v_before ORDER BY received_at;
    SET p_callbacks = @@rowcount;
    SET v_before = sms.sms_keep('keep_failed_days');
    DELETE TOP v_limit FROM sms.sms_callback WHERE state = 'failed' AND received_at < v_before ORDER BY received_at;
    SET p_callbacks = p_callbacks + @@rowcount;

    SET p_messages = 0;
    SET v_before = sms.sms_keep('keep_message_days');
    -- No message is older by updated_at than by created_at, which has the index.
    FOR each_message AS old_message INSENSITIVE CURSOR FOR
        SELECT TOP v_limit m.provider AS v_provider, m.message_id AS v_message_id, m.message_key AS v_message_key
        FROM sms.sms_message AS m
        WHERE m.created_at < v_before AND m.updated_at < v_before
        ORDER BY m.created_at
    DO
        -- A status may have come since the row was read.
        DELETE FROM sms.sms_message
        WHERE provider = v_provider AND message_key = v_message_key AND updated_at < v_before;
        IF @@rowcount > 0 THEN
            SET p_messages = p_messages + 1;
            DELETE FROM sms.sms_part WHERE provider = v_provider AND message_key = v_message_key;
            DELETE FROM sms.sms_status
            WHERE provider = v_provider AND message_id = v_message_id AND sms.sms_bytes(message_id) = v_message_key;
        END IF;
    END FOR;

    SET v_before = sms.sms_keep('keep_inbound_days');
    DELETE TOP v_limit FROM sms.sms_inbound WHERE received_at < v_before ORDER BY received_at;
    SET p_inbound = @@rowcount;
END;

COMMENT ON PROCEDURE sms.sp_sms_purge IS 'Deletes what is older than the settings keep_... allow, a limited number of rows at a time.';
