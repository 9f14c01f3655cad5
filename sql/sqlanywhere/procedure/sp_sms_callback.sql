-- sp_sms_callback: the head procedure. Journals one callback, finds out what it is and applies it (docs/rules.md, section 1);
-- where the setting process says deferred, it leaves that to sp_sms_process.
-- IN p_provider, p_params (JSON object), p_url_kind, p_method, p_path, p_remote_addr, p_via (NULL: adapter), p_token,
-- p_digest (NULL: made here), p_error, p_received_at (UTC, NULL: now).
-- OUT p_callback_id, p_state, p_duplicate, p_answer_status, p_answer_type, p_answer_body.
-- Writes sms_callback; what else, sp_sms_work says. Reads sms_provider_answer, sms_setting. Runs with the rights of its owner.
-- Never raises for what a provider sent; what may go better the next time (a lock, a deadlock, no room on the disk …) is raised.
CREATE OR REPLACE PROCEDURE sms.sp_sms_callback(
    IN p_provider       LONG VARCHAR,
    IN p_params         LONG VARCHAR,
    IN p_url_kind       LONG VARCHAR,
    IN p_method         LONG VARCHAR,
    IN p_path           LONG VARCHAR,
    IN p_remote_addr    LONG VARCHAR,
    IN p_via            LONG VARCHAR,
    IN p_token          LONG VARCHAR,
    IN p_digest         LONG VARCHAR,
    IN p_error          LONG VARCHAR,
    IN p_received_at    TIMESTAMP,
    OUT p_callback_id   BIGINT,
    OUT p_state         VARCHAR(8),
    OUT p_duplicate     SMALLINT,
    OUT p_answer_status INTEGER,
    OUT p_answer_type   VARCHAR(80 CHAR),
    OUT p_answer_body   VARCHAR(500 CHAR)
)
NO RESULT SET
BEGIN
    DECLARE v_provider VARCHAR(250 CHAR);
    DECLARE v_now      TIMESTAMP;
    DECLARE v_received TIMESTAMP;
    DECLARE v_kind     LONG VARCHAR;
    DECLARE v_natural  LONG VARCHAR;
    DECLARE v_key      VARCHAR(200 CHAR);
    DECLARE v_bytes    VARBINARY(800);
    DECLARE v_failure  LONG VARCHAR;
    DECLARE v_error    LONG VARCHAR;
    DECLARE v_state    VARCHAR(8 CHAR);
    DECLARE v_note     LONG VARCHAR;

    SET v_now = CURRENT UTC TIMESTAMP;
    SET v_received = COALESCE(p_received_at, v_now);
    -- A name that is too long for the column is no provider's.
    SET v_provider = LEFT(COALESCE(p_provider, ''), 250);
    CALL sms.sp_sms_understand(v_provider, p_params, p_url_kind, v_kind, v_natural, v_failure, v_note);
    SET v_error = COALESCE(p_error, v_failure);
    -- What fails need not wait.
    SET v_state = CASE
        WHEN v_error IS NOT NULL THEN 'failed'
        WHEN EXISTS (
            SELECT 1
            FROM sms.sms_setting AS s
            WHERE s.name = 'process' AND CAST(s.value AS LONG BINARY) = CAST('deferred' AS LONG BINARY)
        ) THEN 'pending'
        ELSE 'done'
    END;

    SET v_key = sms.sms_key(CASE
        WHEN BYTE_LENGTH(p_token) > 0 THEN STRING('token:', p_token)
        WHEN v_natural IS NOT NULL THEN STRING('key:', v_natural)
        ELSE STRING('digest:', v_kind, ':', COALESCE(p_digest, HASH(COALESCE(p_params, ''), 'SHA256')))
    END);
    -- Providers whose names differ in case only are the same to most databases, so a name with capital letters is in the key.
    SET v_bytes = CAST(
        IF CAST(LOWER(v_provider) AS LONG BINARY) = CAST(v_provider AS LONG BINARY)
            THEN v_key
            ELSE sms.sms_key(STRING(v_key, '@', v_provider))
        ENDIF AS VARBINARY(800));

    -- The same callback again counts as a hit, unless it was spooled and yet committed, which is the same arrival. If another
    -- transaction is first to journal it, the second look finds its row.
    SET p_duplicate = 1;
    journal: LOOP
        UPDATE sms.sms_callback
        SET hits = hits + CASE WHEN received_at = p_received_at AND (p_via = 'spool' OR via = 'spool') THEN 0 ELSE 1 END
        WHERE provider = v_provider AND dedupe_bytes = v_bytes;
        IF @@rowcount > 0 THEN
            SELECT b.callback_id, b.kind, b.state
            INTO p_callback_id, v_kind, p_state
            FROM sms.sms_callback AS b
            WHERE b.provider = v_provider AND b.dedupe_bytes = v_bytes;
            LEAVE journal;
        END IF;
        -- The row is written as it will be if all goes well.
        BEGIN
            SET p_state = v_state;
            INSERT INTO sms.sms_callback (
                provider, kind, url_kind, params, method, path, remote_addr, via, dedupe_key, dedupe_bytes, state, attempts,
                error, received_at, processed_at
            )
            VALUES (
                v_provider, v_kind, NULLIF(p_url_kind, ''), COALESCE(p_params, ''), p_method, p_path, p_remote_addr,
                COALESCE(p_via, 'adapter'), v_key, v_bytes, v_state, IF v_state = 'pending' THEN 0 ELSE 1 ENDIF,
                IF v_state <> 'pending' THEN COALESCE(v_error, v_note) ENDIF, v_received,
                IF v_state <> 'pending' THEN v_now ENDIF
            );
            SET p_callback_id = @@identity;
            SET p_duplicate = 0;
            LEAVE journal;
        EXCEPTION
            WHEN OTHERS THEN
                IF SQLCODE NOT IN (-193, -196) THEN
                    RESIGNAL;
                END IF;
        END;
    END LOOP journal;

    IF p_duplicate = 0 AND v_state = 'done' THEN
        CALL sms.sp_sms_work(p_callback_id, v_provider, v_kind, v_natural, v_received, v_error);
        IF v_error IS NOT NULL THEN
            SET p_state = 'failed';
            UPDATE sms.sms_callback SET state = p_state, error = v_error WHERE callback_id = p_callback_id;
        END IF;
    END IF;

    SELECT FIRST COALESCE(a.status, 200), a.content_type, COALESCE(a.body, '')
    INTO p_answer_status, p_answer_type, p_answer_body
    FROM sms.sms_callback AS b
    LEFT OUTER JOIN sms.sms_provider_answer AS a
        ON a.provider = b.provider AND CAST(a.provider AS LONG BINARY) = CAST(b.provider AS LONG BINARY)
        AND (CAST(a.kind AS LONG BINARY) = CAST(v_kind AS LONG BINARY) OR a.kind = '*')
    WHERE b.callback_id = p_callback_id
    ORDER BY IF a.kind = '*' THEN 1 ELSE 0 ENDIF;
END;

COMMENT ON PROCEDURE sms.sp_sms_callback IS 'Takes one callback: journals it, finds out what it is and applies it.';
