-- sp_sms_purge: deletes what is older than the settings keep_callback_days (journal rows that are done), keep_failed_days
-- (failed ones), keep_message_days (messages by updated_at, with history and parts) and keep_inbound_days allow; 0 keeps for
-- ever. Opt-outs stay (docs/rules.md, section 4).
-- IN p_limit: how many rows of each kind at most (NULL: 10000).
-- OUT p_callbacks, p_messages, p_inbound: how many went; call again until all are 0.
-- Writes sms_callback, sms_message, sms_status, sms_part, sms_inbound. Reads sms_setting. Rows that others work on are left
-- for the next time, so that nobody waits.
CREATE OR REPLACE PROCEDURE sms.sp_sms_purge(
    IN p_limit      integer,
    OUT p_callbacks integer,
    OUT p_messages  integer,
    OUT p_inbound   integer
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sms, pg_temp
AS $$
DECLARE
    v_keep    record;
    v_message record;
    v_failed  integer;
BEGIN
    p_limit := coalesce(p_limit, 10000);
    -- A setting that is 0 or missing gives no time, and no row is older than that.
    SELECT
        max(k.before) FILTER (WHERE k.name = 'keep_callback_days') AS done_before,
        max(k.before) FILTER (WHERE k.name = 'keep_failed_days') AS failed_before,
        max(k.before) FILTER (WHERE k.name = 'keep_message_days') AS message_before,
        max(k.before) FILTER (WHERE k.name = 'keep_inbound_days') AS inbound_before
    INTO v_keep
    FROM (
        SELECT s.name, clock_timestamp() AT TIME ZONE 'UTC' - make_interval(days => s.value::integer) AS before
        FROM sms.sms_setting AS s
        WHERE s.name IN ('keep_callback_days', 'keep_failed_days', 'keep_message_days', 'keep_inbound_days')
            AND s.value ~ '^0*[1-9][0-9]{0,5}$'
    ) AS k;

    DELETE FROM sms.sms_callback
    WHERE callback_id IN (
        SELECT b.callback_id
        FROM sms.sms_callback AS b
        WHERE b.state = 'done' AND b.received_at < v_keep.done_before
        ORDER BY b.received_at
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED
    );
    GET DIAGNOSTICS p_callbacks = ROW_COUNT;
    DELETE FROM sms.sms_callback
    WHERE callback_id IN (
        SELECT b.callback_id
        FROM sms.sms_callback AS b
        WHERE b.state = 'failed' AND b.received_at < v_keep.failed_before
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED
    );
    GET DIAGNOSTICS v_failed = ROW_COUNT;
    p_callbacks := p_callbacks + v_failed;

    -- No message is older by updated_at than by created_at, which has the index.
    p_messages := 0;
    FOR v_message IN
        SELECT m.provider, m.message_id
        FROM sms.sms_message AS m
        WHERE m.created_at < v_keep.message_before AND m.updated_at < v_keep.message_before
        ORDER BY m.created_at
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED
    LOOP
        DELETE FROM sms.sms_status AS h WHERE h.provider = v_message.provider AND h.message_id = v_message.message_id;
        DELETE FROM sms.sms_part AS p WHERE p.provider = v_message.provider AND p.message_id = v_message.message_id;
        DELETE FROM sms.sms_message AS m WHERE m.provider = v_message.provider AND m.message_id = v_message.message_id;
        p_messages := p_messages + 1;
    END LOOP;

    DELETE FROM sms.sms_inbound
    WHERE inbound_id IN (
        SELECT i.inbound_id
        FROM sms.sms_inbound AS i
        WHERE i.received_at < v_keep.inbound_before
        ORDER BY i.received_at
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED
    );
    GET DIAGNOSTICS p_inbound = ROW_COUNT;
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_purge IS 'Deletes what is older than the settings keep_… allow, a limited number of rows at a time.';
