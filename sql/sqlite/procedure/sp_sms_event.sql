-- sp_sms_event: what a status event means, and what is there of its message (docs/rules.md, section 3, steps 1 and 2).
-- Internal: sp_sms_update and sp_sms_work call it, with a sid and a word that are sure to be there; it calls sp_sms_move.
-- IN as sp_sms_update.
-- Reads sms_setting, sms_provider_status, sms_status_code, sms_provider_error, sms_message.
CREATE VIEW sp_sms_event AS
SELECT
    NULL AS p_to,
    NULL AS p_sid,
    NULL AS p_error_code,
    NULL AS p_status,
    NULL AS p_message,
    NULL AS p_provider,
    NULL AS p_account,
    NULL AS p_from_number,
    NULL AS p_body,
    NULL AS p_part_id,
    NULL AS p_parts,
    NULL AS p_error_message,
    NULL AS p_price,
    NULL AS p_currency,
    NULL AS p_country,
    NULL AS p_operator,
    NULL AS p_campaign,
    NULL AS p_label,
    NULL AS p_occurred_at,
    NULL AS p_received_at,
    NULL AS p_callback_id;

CREATE TRIGGER sp_sms_event_call INSTEAD OF INSERT ON sp_sms_event
BEGIN
    -- With its LIMIT what is given is worked out once, not wherever it is named.
    INSERT INTO sp_sms_move (
        p_provider, p_message_id, p_to_number, p_word, p_status, p_outcome, p_error_code, p_error_message, p_account,
        p_from_number, p_body, p_part_id, p_parts, p_price, p_currency, p_country, p_operator, p_campaign, p_label,
        p_occurred_at, p_received_at, p_callback_id, p_is_new, p_old_status, p_old_at, p_old_final
    )
    SELECT
        given.provider,
        given.message_id,
        given.to_number,
        given.word,
        s.status,
        s.outcome,
        CASE WHEN s.outcome = 'bad' OR s.status = 'unknown' THEN given.error_code END,
        CASE
            WHEN s.outcome = 'bad' OR s.status = 'unknown' THEN coalesce(
                NEW.p_error_message,
                (SELECT e.text FROM sms_provider_error AS e WHERE e.provider = given.provider AND e.code = given.error_code)
            )
        END,
        NEW.p_account,
        NEW.p_from_number,
        NEW.p_body,
        NEW.p_part_id,
        nullif(max(coalesce(m.parts, 0), coalesce(CAST(NEW.p_parts AS INTEGER), 0)), 0),
        round(NEW.p_price, 8),
        NEW.p_currency,
        NEW.p_country,
        NEW.p_operator,
        NEW.p_campaign,
        NEW.p_label,
        strftime('%Y-%m-%d %H:%M:%f', NEW.p_occurred_at),
        coalesce(strftime('%Y-%m-%d %H:%M:%f', NEW.p_received_at), strftime('%Y-%m-%d %H:%M:%f', 'now')),
        NEW.p_callback_id,
        m.message_id IS NULL,
        m.status,
        m.status_at,
        o.final
    FROM (
        SELECT
            coalesce(NEW.p_provider, (SELECT v.value FROM sms_setting AS v WHERE v.name = 'default_provider')) AS provider,
            NEW.p_sid AS message_id,
            CASE WHEN trim(NEW.p_to) NOT IN ('', 'null') THEN NEW.p_to END AS to_number,
            CASE WHEN trim(NEW.p_message) NOT IN ('', 'null') THEN NEW.p_message ELSE NEW.p_status END AS word,
            CASE WHEN trim(NEW.p_error_code) NOT IN ('', 'null') THEN NEW.p_error_code END AS error_code
        LIMIT 1
    ) AS given
    LEFT JOIN sms_provider_status AS w ON w.provider = given.provider AND w.word = lower(given.word)
    LEFT JOIN sms_status_code AS s ON s.status = coalesce(w.status, 'unknown')
    LEFT JOIN sms_message AS m ON m.provider = given.provider AND m.message_id = given.message_id
    LEFT JOIN sms_status_code AS o ON o.status = m.status;
END;
