-- sp_sms_purge: deletes what is older than the settings keep_callback_days (journal rows that are done), keep_failed_days
-- (failed ones), keep_message_days (messages by updated_at, with history and parts) and keep_inbound_days allow; 0 keeps for
-- ever. Opt-outs stay (docs/rules.md, section 4).
-- IN p_limit: how many rows of each kind at most (default: 10000).
-- OUT p_callbacks, p_messages, p_inbound: how many went; read them from this view in the same transaction, and call again
-- until all are 0.
-- Writes sms_callback, sms_message, sms_status, sms_part, sms_inbound. Reads sms_setting.
CREATE VIEW sp_sms_purge AS
SELECT
    NULL AS p_limit,
    purge_callbacks AS p_callbacks,
    purge_messages AS p_messages,
    purge_inbound AS p_inbound
FROM sms_call;

CREATE TRIGGER sp_sms_purge_call INSTEAD OF INSERT ON sp_sms_purge
BEGIN
    -- A setting that is 0, missing or no number (1e9, which CAST takes for 1) gives no time, and no row is older than that.
    UPDATE sms_call
    SET (purge_done_before, purge_failed_before, purge_message_before, purge_inbound_before) = (
        SELECT
            max(k.before) FILTER (WHERE k.name = 'keep_callback_days'),
            max(k.before) FILTER (WHERE k.name = 'keep_failed_days'),
            max(k.before) FILTER (WHERE k.name = 'keep_message_days'),
            max(k.before) FILTER (WHERE k.name = 'keep_inbound_days')
        FROM (
            SELECT s.name, strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || CAST(s.value AS INTEGER) || ' days') AS before
            FROM sms_setting AS s
            WHERE s.value NOT GLOB '*[^0-9]*' AND CAST(s.value AS INTEGER) BETWEEN 1 AND 999999
        ) AS k
    );

    DELETE FROM sms_callback
    WHERE callback_id IN (
        SELECT b.callback_id
        FROM sms_call_provider AS v
        CROSS JOIN sms_call AS c
        CROSS JOIN sms_callback AS b
        WHERE b.provider = v.provider AND b.state = 'done' AND b.received_at < c.purge_done_before
        LIMIT coalesce(NEW.p_limit, 10000)
    );
    UPDATE sms_call SET purge_callbacks = changes();

    DELETE FROM sms_callback
    WHERE callback_id IN (
        SELECT b.callback_id
        FROM sms_call_provider AS v
        CROSS JOIN sms_call AS c
        CROSS JOIN sms_callback AS b
        WHERE b.provider = v.provider AND b.state = 'failed' AND b.received_at < c.purge_failed_before
        LIMIT coalesce(NEW.p_limit, 10000)
    );
    UPDATE sms_call SET purge_callbacks = purge_callbacks + changes();

    -- No message is older by updated_at than by created_at, which has the index.
    UPDATE sms_call
    SET purge_doomed = (
        SELECT json_group_array(doomed.id)
        FROM (
            SELECT m.rowid AS id
            FROM sms_message AS m
            WHERE m.created_at < sms_call.purge_message_before AND m.updated_at < sms_call.purge_message_before
            LIMIT coalesce(NEW.p_limit, 10000)
        ) AS doomed
    );
    DELETE FROM sms_status
    WHERE status_id IN (
        SELECT h.status_id
        FROM sms_call AS c
        CROSS JOIN json_each(c.purge_doomed) AS d
        CROSS JOIN sms_message AS m ON m.rowid = d.value
        CROSS JOIN sms_status AS h ON h.provider = m.provider AND h.message_id = m.message_id
    );
    DELETE FROM sms_part
    WHERE rowid IN (
        SELECT p.rowid
        FROM sms_call AS c
        CROSS JOIN json_each(c.purge_doomed) AS d
        CROSS JOIN sms_message AS m ON m.rowid = d.value
        CROSS JOIN sms_part AS p ON p.provider = m.provider AND p.message_id = m.message_id
    );
    DELETE FROM sms_message
    WHERE rowid IN (SELECT d.value FROM sms_call AS c CROSS JOIN json_each(c.purge_doomed) AS d);
    UPDATE sms_call SET purge_messages = changes(), purge_doomed = NULL;

    DELETE FROM sms_inbound
    WHERE inbound_id IN (
        SELECT i.inbound_id
        FROM sms_call AS c
        CROSS JOIN sms_inbound AS i
        WHERE i.received_at < c.purge_inbound_before
        LIMIT coalesce(NEW.p_limit, 10000)
    );
    UPDATE sms_call SET purge_inbound = changes();
END;
