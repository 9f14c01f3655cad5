-- sp_sms_register: the application tells which message it sent (docs/rules.md, section 4). What it says wins where it is not
-- NULL; status, times and history stay.
-- IN p_provider, p_message_id, p_to_number, p_from_number, p_body, p_campaign, p_label, p_account, p_status (the word that the
-- provider's API answered, if any), p_registered_at (UTC, default: now).
-- Writes sms_message; calls sp_sms_update for p_status.
CREATE VIEW sp_sms_register AS
SELECT
    NULL AS p_provider,
    NULL AS p_message_id,
    NULL AS p_to_number,
    NULL AS p_from_number,
    NULL AS p_body,
    NULL AS p_campaign,
    NULL AS p_label,
    NULL AS p_account,
    NULL AS p_status,
    NULL AS p_registered_at;

CREATE TRIGGER sp_sms_register_call INSTEAD OF INSERT ON sp_sms_register
BEGIN
    INSERT INTO sms_message (
        provider, message_id, account, from_number, to_number, body, campaign, label, registered_at, created_at, updated_at
    )
    VALUES (
        NEW.p_provider,
        NEW.p_message_id,
        NEW.p_account,
        NEW.p_from_number,
        NEW.p_to_number,
        NEW.p_body,
        NEW.p_campaign,
        NEW.p_label,
        coalesce(strftime('%Y-%m-%d %H:%M:%f', NEW.p_registered_at), strftime('%Y-%m-%d %H:%M:%f', 'now')),
        strftime('%Y-%m-%d %H:%M:%f', 'now'),
        strftime('%Y-%m-%d %H:%M:%f', 'now')
    )
    ON CONFLICT (provider, message_id) DO UPDATE
    SET
        account = coalesce(excluded.account, sms_message.account),
        from_number = coalesce(excluded.from_number, sms_message.from_number),
        to_number = coalesce(excluded.to_number, sms_message.to_number),
        body = coalesce(excluded.body, sms_message.body),
        campaign = coalesce(excluded.campaign, sms_message.campaign),
        label = coalesce(excluded.label, sms_message.label),
        registered_at = coalesce(sms_message.registered_at, excluded.registered_at),
        updated_at = excluded.updated_at;

    INSERT INTO sp_sms_update (p_sid, p_status, p_provider, p_received_at)
    SELECT NEW.p_message_id, NEW.p_status, NEW.p_provider, NEW.p_registered_at
    WHERE trim(NEW.p_status) NOT IN ('', 'null');
END;
