-- sp_sms_work: does what an understood callback says, by its kind (docs/rules.md, section 2). Internal: sp_sms_callback and
-- sp_sms_apply call it.
-- IN p_callback_id, p_provider, p_kind, p_values (JSON object: column → value), p_key, p_received_at (UTC).
-- Nothing happens for another kind, or none.
-- Calls sp_sms_list, sp_sms_event, sp_sms_inbound, sp_sms_opt, sp_sms_campaign. Reads sms_provider (currency), sms_call.
CREATE VIEW sp_sms_work AS
SELECT
    NULL AS p_callback_id,
    NULL AS p_provider,
    NULL AS p_kind,
    NULL AS p_values,
    NULL AS p_key,
    NULL AS p_received_at;

CREATE TRIGGER sp_sms_work_status INSTEAD OF INSERT ON sp_sms_work WHEN NEW.p_kind = 'status'
BEGIN
    INSERT INTO sp_sms_event (
        p_to, p_sid, p_error_code, p_status, p_provider, p_account, p_from_number, p_body, p_part_id, p_parts,
        p_error_message, p_price, p_currency, p_country, p_operator, p_campaign, p_label, p_occurred_at, p_received_at,
        p_callback_id
    )
    VALUES (
        json_extract(NEW.p_values, '$.to_number'),
        json_extract(NEW.p_values, '$.message_id'),
        json_extract(NEW.p_values, '$.error_code'),
        json_extract(NEW.p_values, '$.provider_status'),
        NEW.p_provider,
        json_extract(NEW.p_values, '$.account'),
        json_extract(NEW.p_values, '$.from_number'),
        json_extract(NEW.p_values, '$.body'),
        json_extract(NEW.p_values, '$.part_id'),
        json_extract(NEW.p_values, '$.parts'),
        json_extract(NEW.p_values, '$.error_message'),
        json_extract(NEW.p_values, '$.price'),
        coalesce(
            json_extract(NEW.p_values, '$.currency'),
            (SELECT v.currency FROM sms_provider AS v WHERE v.provider = NEW.p_provider)
        ),
        json_extract(NEW.p_values, '$.country'),
        json_extract(NEW.p_values, '$.operator'),
        json_extract(NEW.p_values, '$.campaign'),
        json_extract(NEW.p_values, '$.label'),
        json_extract(NEW.p_values, '$.occurred_at'),
        NEW.p_received_at,
        NEW.p_callback_id
    );
END;

CREATE TRIGGER sp_sms_work_inbound INSTEAD OF INSERT ON sp_sms_work WHEN NEW.p_kind = 'inbound'
BEGIN
    INSERT INTO sp_sms_list (p_provider, p_kind) VALUES (NEW.p_provider, NEW.p_kind);

    INSERT INTO sp_sms_inbound (
        p_provider, p_message_id, p_from_number, p_to_number, p_body, p_media, p_reply_to, p_account, p_parts, p_price,
        p_currency, p_opt_out_type, p_sender, p_natural_key, p_occurred_at, p_received_at, p_callback_id
    )
    VALUES (
        NEW.p_provider,
        json_extract(NEW.p_values, '$.message_id'),
        json_extract(NEW.p_values, '$.from_number'),
        json_extract(NEW.p_values, '$.to_number'),
        json_extract(NEW.p_values, '$.body'),
        (SELECT c.read_media FROM sms_call AS c),
        json_extract(NEW.p_values, '$.reply_to'),
        json_extract(NEW.p_values, '$.account'),
        json_extract(NEW.p_values, '$.parts'),
        json_extract(NEW.p_values, '$.price'),
        coalesce(
            json_extract(NEW.p_values, '$.currency'),
            (SELECT v.currency FROM sms_provider AS v WHERE v.provider = NEW.p_provider)
        ),
        json_extract(NEW.p_values, '$.opt_out_type'),
        json_extract(NEW.p_values, '$.sender'),
        coalesce(NEW.p_key, 'callback:' || NEW.p_callback_id),
        json_extract(NEW.p_values, '$.occurred_at'),
        NEW.p_received_at,
        NEW.p_callback_id
    );
END;

CREATE TRIGGER sp_sms_work_opt_out INSTEAD OF INSERT ON sp_sms_work
WHEN NEW.p_kind = 'opt_out' AND coalesce(upper(json_extract(NEW.p_values, '$.type')), 'STOP') IN ('STOP', 'START')
BEGIN
    INSERT INTO sp_sms_opt (p_provider, p_number, p_sender, p_type, p_keyword, p_occurred_at, p_callback_id)
    VALUES (
        NEW.p_provider,
        json_extract(NEW.p_values, '$.number'),
        json_extract(NEW.p_values, '$.sender'),
        json_extract(NEW.p_values, '$.type'),
        json_extract(NEW.p_values, '$.keyword'),
        coalesce(json_extract(NEW.p_values, '$.occurred_at'), NEW.p_received_at),
        NEW.p_callback_id
    );
END;

CREATE TRIGGER sp_sms_work_campaign INSTEAD OF INSERT ON sp_sms_work WHEN NEW.p_kind = 'campaign'
BEGIN
    INSERT INTO sp_sms_list (p_provider, p_kind) VALUES (NEW.p_provider, NEW.p_kind);

    INSERT INTO sp_sms_campaign (
        p_provider, p_campaign, p_name, p_status, p_recipients, p_counts, p_received_at, p_callback_id
    )
    VALUES (
        NEW.p_provider,
        json_extract(NEW.p_values, '$.campaign'),
        json_extract(NEW.p_values, '$.name'),
        json_extract(NEW.p_values, '$.status'),
        json_extract(NEW.p_values, '$.recipients'),
        (SELECT c.read_counts FROM sms_call AS c),
        NEW.p_received_at,
        NEW.p_callback_id
    );
END;
