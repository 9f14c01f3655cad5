-- sp_sms_callback: the head procedure. Journals one callback, finds out what it is and applies it (docs/rules.md, section 1).
-- IN p_provider, p_params (JSON object in ASCII), p_url_kind, p_method, p_path, p_remote_addr, p_via, p_token, p_digest,
-- p_error, p_received_at (UTC).
-- OUT p_callback_id, p_state, p_duplicate, p_answer_status, p_answer_type, p_answer_body: read them from this view in the
-- same transaction.
-- Reads sms_callback, sms_provider_answer, sms_setting; calls sp_sms_understand and sp_sms_journal, which say what they write.
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
    c.callback_id AS p_callback_id,
    b.state AS p_state,
    c.callback_duplicate AS p_duplicate,
    coalesce(own.status, other.status, 200) AS p_answer_status,
    CASE WHEN own.status IS NULL THEN other.content_type ELSE own.content_type END AS p_answer_type,
    coalesce(own.body, other.body, '') AS p_answer_body
FROM sms_call AS c
LEFT JOIN sms_callback AS b ON b.callback_id = c.callback_id
LEFT JOIN sms_provider_answer AS own ON own.provider = b.provider AND own.kind = b.kind
LEFT JOIN sms_provider_answer AS other ON other.provider = b.provider AND other.kind = '*';

CREATE TRIGGER sp_sms_callback_call INSTEAD OF INSERT ON sp_sms_callback
BEGIN
    INSERT INTO sp_sms_understand (p_provider, p_params, p_url_kind)
    VALUES (coalesce(NEW.p_provider, ''), coalesce(NEW.p_params, ''), NEW.p_url_kind);

    -- Writers wait for each other, so nothing comes between this look and the INSERT.
    UPDATE sms_call
    SET (callback_key, callback_id) = (
        SELECT k.dedupe_key, b.callback_id
        FROM (
            SELECT
                CASE
                    WHEN NEW.p_token <> '' THEN 'token:' || NEW.p_token
                    WHEN read_key IS NOT NULL THEN 'key:' || read_key
                    ELSE 'digest:' || read_kind || ':' || coalesce(NEW.p_digest, NEW.p_params, '')
                END AS dedupe_key
            LIMIT 1
        ) AS k
        LEFT JOIN sms_callback AS b ON b.provider = coalesce(NEW.p_provider, '') AND b.dedupe_key = k.dedupe_key
    );

    -- Deferred, only what is sure to fail is done at once.
    INSERT INTO sp_sms_journal (
        p_callback_id, p_provider, p_params, p_url_kind, p_method, p_path, p_remote_addr, p_via, p_error, p_state, p_received_at,
        p_now
    )
    VALUES (
        (SELECT c.callback_id FROM sms_call AS c),
        coalesce(NEW.p_provider, ''),
        coalesce(NEW.p_params, ''),
        nullif(NEW.p_url_kind, ''),
        NEW.p_method,
        NEW.p_path,
        NEW.p_remote_addr,
        coalesce(NEW.p_via, 'adapter'),
        NEW.p_error,
        CASE
            WHEN NEW.p_error IS NOT NULL OR (SELECT c.read_failure FROM sms_call AS c) IS NOT NULL THEN 'failed'
            WHEN (SELECT s.value FROM sms_setting AS s WHERE s.name = 'process') = 'deferred' THEN 'pending'
            ELSE 'done'
        END,
        strftime('%Y-%m-%d %H:%M:%f', NEW.p_received_at),
        strftime('%Y-%m-%d %H:%M:%f', 'now')
    );
END;
