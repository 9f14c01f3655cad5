-- sp_sms_callback: the head procedure. Journals one callback, finds out what it is and applies it (docs/rules.md, section 1).
-- IN p_provider, p_params (JSON object in ASCII), p_url_kind, p_method, p_path, p_remote_addr, p_via, p_token, p_digest,
-- p_error, p_received_at (UTC).
-- OUT p_callback_id, p_state, p_duplicate, p_answer_status, p_answer_type, p_answer_body: read them from this view in the
-- same transaction.
-- Writes sms_callback; what else, sp_sms_apply says. Reads sms_provider_answer.
-- Never raises for what a provider sent: SQLite could not catch it here.
CREATE VIEW sp_sms_callback AS
SELECT
    NULL AS p_provider,
    NULL AS p_params,
    NULL AS p_url_kind,
    NULL AS p_method,
    NULL AS p_path,
    NULL AS p_remote_addr,
    NULL AS p_via,
    NULL AS p_token,
    NULL AS p_digest,
    NULL AS p_error,
    NULL AS p_received_at,
    callback_id AS p_callback_id,
    callback_state AS p_state,
    callback_duplicate AS p_duplicate,
    answer_status AS p_answer_status,
    answer_type AS p_answer_type,
    answer_body AS p_answer_body
FROM sms_call;

CREATE TRIGGER sp_sms_callback_call INSTEAD OF INSERT ON sp_sms_callback
BEGIN
    INSERT INTO sp_sms_understand (p_provider, p_params, p_url_kind)
    VALUES (coalesce(NEW.p_provider, ''), coalesce(NEW.p_params, ''), NEW.p_url_kind);

    UPDATE sms_call
    SET callback_key = CASE
        WHEN NEW.p_token <> '' THEN 'token:' || NEW.p_token
        WHEN read_key IS NOT NULL THEN 'key:' || read_key
        ELSE 'digest:' || read_kind || ':' || coalesce(NEW.p_digest, NEW.p_params, '')
    END;

    -- Writers wait for each other, so nothing comes between this look and the INSERT.
    UPDATE sms_call
    SET (callback_id, callback_duplicate) = (
        SELECT max(b.callback_id), count(*)
        FROM sms_callback AS b
        WHERE b.provider = read_provider AND b.dedupe_key = callback_key
    );

    UPDATE sms_callback
    SET hits = hits + 1
    WHERE callback_id = (SELECT c.callback_id FROM sms_call AS c);

    INSERT INTO sms_callback (
        provider, kind, url_kind, params, method, path, remote_addr, via, dedupe_key, state, received_at
    )
    SELECT
        c.read_provider,
        c.read_kind,
        nullif(NEW.p_url_kind, ''),
        coalesce(NEW.p_params, ''),
        NEW.p_method,
        NEW.p_path,
        NEW.p_remote_addr,
        coalesce(NEW.p_via, 'adapter'),
        c.callback_key,
        'pending',
        coalesce(strftime('%Y-%m-%d %H:%M:%f', NEW.p_received_at), strftime('%Y-%m-%d %H:%M:%f', 'now'))
    FROM sms_call AS c
    WHERE c.callback_duplicate = 0;

    UPDATE sms_call
    SET
        callback_id = last_insert_rowid(),
        read_callback_id = last_insert_rowid(),
        apply_error = NEW.p_error
    WHERE callback_duplicate = 0;

    INSERT INTO sp_sms_apply (p_callback_id)
    SELECT c.callback_id FROM sms_call AS c WHERE c.callback_duplicate = 0;

    UPDATE sms_call
    SET (callback_state, answer_status, answer_type, answer_body) = (
        SELECT b.state, coalesce(a.status, 200), a.content_type, coalesce(a.body, '')
        FROM sms_callback AS b
        LEFT JOIN sms_provider_answer AS a ON a.provider = b.provider AND a.kind IN (b.kind, '*')
        WHERE b.callback_id = sms_call.callback_id
        ORDER BY a.kind = '*'
        LIMIT 1
    );
END;
