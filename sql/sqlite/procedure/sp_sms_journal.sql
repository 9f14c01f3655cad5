-- sp_sms_journal: writes an understood callback into the journal, or that it came again, and has it worked (docs/rules.md,
-- section 1, steps 5 and 6). Internal: sp_sms_callback calls it.
-- IN p_callback_id (of the same callback, if it was there before), p_provider, p_params, p_url_kind, p_method, p_path,
-- p_remote_addr, p_via, p_error, p_state (of the new row), p_received_at (UTC, NULL: now), p_now.
-- Leaves in sms_call: callback_id, callback_duplicate. Writes sms_callback; calls sp_sms_work. Reads sms_call.
CREATE VIEW sp_sms_journal AS
SELECT
    NULL AS p_callback_id,
    NULL AS p_provider,
    NULL AS p_params,
    NULL AS p_url_kind,
    NULL AS p_method,
    NULL AS p_path,
    NULL AS p_remote_addr,
    NULL AS p_via,
    NULL AS p_error,
    NULL AS p_state,
    NULL AS p_received_at,
    NULL AS p_now;

CREATE TRIGGER sp_sms_journal_again INSTEAD OF INSERT ON sp_sms_journal WHEN NEW.p_callback_id IS NOT NULL
BEGIN
    -- A callback that was spooled and yet committed is the same arrival.
    UPDATE sms_callback
    SET hits = hits + 1
    WHERE callback_id = NEW.p_callback_id AND NOT ('spool' IN (NEW.p_via, via) AND received_at IS NEW.p_received_at);

    -- The text of a message stays in the journal alone.
    UPDATE sms_call SET read_params = NULL, callback_duplicate = 1;
END;

CREATE TRIGGER sp_sms_journal_new INSTEAD OF INSERT ON sp_sms_journal WHEN NEW.p_callback_id IS NULL
BEGIN
    INSERT INTO sms_callback (
        provider, kind, url_kind, params, method, path, remote_addr, via, dedupe_key, state, attempts, error, received_at,
        processed_at
    )
    SELECT
        NEW.p_provider,
        c.read_kind,
        NEW.p_url_kind,
        NEW.p_params,
        NEW.p_method,
        NEW.p_path,
        NEW.p_remote_addr,
        NEW.p_via,
        c.callback_key,
        NEW.p_state,
        NEW.p_state <> 'pending',
        CASE WHEN NEW.p_state <> 'pending' THEN coalesce(NEW.p_error, c.read_failure, c.read_note) END,
        coalesce(NEW.p_received_at, NEW.p_now),
        CASE WHEN NEW.p_state <> 'pending' THEN NEW.p_now END
    FROM sms_call AS c;

    INSERT INTO sp_sms_work (p_callback_id, p_provider, p_kind, p_values, p_key, p_received_at)
    VALUES (
        last_insert_rowid(),
        NEW.p_provider,
        CASE WHEN NEW.p_state = 'done' THEN (SELECT c.read_kind FROM sms_call AS c) END,
        (SELECT c.read_values FROM sms_call AS c),
        (SELECT c.read_key FROM sms_call AS c),
        coalesce(NEW.p_received_at, NEW.p_now)
    );

    -- What was inserted inside of sp_sms_work has changed last_insert_rowid() there alone.
    UPDATE sms_call SET read_params = NULL, callback_id = last_insert_rowid(), callback_duplicate = 0;
END;
