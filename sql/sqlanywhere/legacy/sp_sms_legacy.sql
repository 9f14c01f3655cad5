-- sp_sms_legacy: brings DBA.sys_sms and DBA.sys_sms_status, which older applications read, to what a message is now, in the
-- callback's own transaction, so that they agree with sms_message whenever somebody looks.
-- IN p_provider, p_message_id.
-- Reads sms_message, sms_status and the reference tables; writes sms_legacy, DBA.sys_sms_status (a row an event) and
-- DBA.sys_sms (the message's row, where it differs).
-- A refusal of those tables, which are not ours, is told to the server's message log and does not stop the callback; only
-- what may go better next time does (locked rows, a deadlock).
CREATE OR REPLACE PROCEDURE sms.sp_sms_legacy(IN p_provider LONG VARCHAR, IN p_message_id LONG VARCHAR)
NO RESULT SET
BEGIN
    DECLARE v_key  LONG BINARY;
    DECLARE v_last BIGINT;
    DECLARE v_most BIGINT;
    DECLARE v_code INTEGER;

    SET v_key = sms.sms_bytes(p_message_id);
    BEGIN
        -- All of it or nothing: what is refused is undone before anybody handles it.
        BEGIN ATOMIC
            SELECT MAX(last_status_id)
              INTO v_last
              FROM sms.sms_legacy
             WHERE provider = p_provider AND message_key = v_key;
            SELECT MAX(status_id)
              INTO v_most
              FROM sms.sms_status
             WHERE provider = p_provider
               AND message_id = p_message_id
               AND sms.sms_bytes(message_id) = v_key
               AND status_id > COALESCE(v_last, 0);
            IF v_most IS NOT NULL THEN
                IF v_last IS NULL THEN
                    INSERT INTO sms.sms_legacy (provider, message_key, last_status_id)
                    VALUES (p_provider, v_key, v_most);
                ELSE
                    UPDATE sms.sms_legacy
                       SET last_status_id = v_most
                     WHERE provider = p_provider AND message_key = v_key;
                END IF;
                -- Their columns are as long as their procedures' parameters; what does not fit is cut here, and whole in ours.
                INSERT INTO DBA.sys_sms_status (
                    sss_source, rec_ph_mobile, sss_ph_status, sss_api_status_order, sss_api_sid, sss_api_status, sss_api_err_code,
                    sss_api_err_msg, m_s_dt_cr
                )
                SELECT 'callback',
                       RIGHT(m.to_number, 10),
                       CASE COALESCE(e.phone, w.phone, c.phone)
                           WHEN 'valid' THEN 'Valid'
                           WHEN 'invalid' THEN 'Invalid'
                           ELSE 'Unknown'
                       END,
                       CASE
                           WHEN h.applied = 0 THEN 0
                           WHEN c.final = 1 THEN 5
                           WHEN c.rank > 40 THEN 4
                           ELSE CAST(c.rank / 10 AS INTEGER)
                       END,
                       LEFT(h.message_id, 50),
                       LEFT(COALESCE(h.provider_status, h.status), 15),
                       LEFT(h.error_code, 10),
                       LEFT(COALESCE(h.error_message, e.text), 100),
                       CURRENT TIMESTAMP
                  FROM sms.sms_status AS h
                  JOIN sms.sms_message AS m ON m.provider = h.provider AND m.message_key = v_key
                  JOIN sms.sms_status_code AS c ON c.status = h.status
                  LEFT OUTER JOIN sms.sms_provider_status AS w
                    ON w.provider = h.provider AND w.word = LOWER(h.provider_status)
                  LEFT OUTER JOIN sms.sms_provider_error AS e
                    ON e.provider = h.provider AND e.code = h.error_code AND c.outcome <> 'good'
                 WHERE h.provider = p_provider
                   AND h.message_id = p_message_id
                   AND sms.sms_bytes(h.message_id) = v_key
                   AND h.status_id > COALESCE(v_last, 0)
                 ORDER BY h.status_id;
            END IF;

            UPDATE DBA.sys_sms AS s
               SET sms_source = 'callback',
                   sms_status = LEFT(COALESCE(m.provider_status, m.status), 15),
                   sms_error = LEFT(IF m.error_code IS NULL
                                    THEN NULL
                                    ELSE COALESCE(m.error_message || ' (' || m.error_code || ')', m.error_code)
                                    ENDIF, 110),
                   m_s_dt_ch = CURRENT TIMESTAMP
              FROM sms.sms_message AS m
             WHERE m.provider = p_provider
               AND m.message_key = v_key
               AND m.status IS NOT NULL
               AND s.sms_api_sid = m.message_id
               AND sms.sms_bytes(TRIM(s.sms_api_sid)) = v_key
               AND COALESCE(s.sms_status, '') <> LEFT(COALESCE(m.provider_status, m.status), 15);
        END;
    EXCEPTION
        WHEN OTHERS THEN
            SET v_code = SQLCODE;
            IF v_code IN (-85, -210, -299, -300, -304, -306, -307, -308, -684, -685) THEN
                RESIGNAL;
            END IF;
            MESSAGE 'sms-callback: DBA.sys_sms and DBA.sys_sms_status refuse ' || p_message_id || ': SQLCODE '
                || CAST(v_code AS VARCHAR(12)) TYPE WARNING TO CONSOLE;
    END;
END;

COMMENT ON PROCEDURE sms.sp_sms_legacy IS 'Brings DBA.sys_sms and DBA.sys_sms_status to what a message is now.';
