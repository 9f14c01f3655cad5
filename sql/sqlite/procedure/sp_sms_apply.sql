-- sp_sms_apply: understands one row of the journal and does what it says (docs/rules.md, section 2).
-- IN p_callback_id.
-- Writes sms_callback (kind, state, error, attempts, processed_at); calls sp_sms_update, sp_sms_inbound, sp_sms_opt_out
-- or sp_sms_campaign. Reads sms_provider (currency).
-- Applying again is safe.
CREATE VIEW sp_sms_apply AS
SELECT NULL AS p_callback_id;

CREATE TRIGGER sp_sms_apply_call INSTEAD OF INSERT ON sp_sms_apply
BEGIN
    -- sp_sms_callback has understood its callback already, for the duplicate key.
    INSERT INTO sp_sms_understand (p_provider, p_params, p_url_kind)
    SELECT b.provider, b.params, b.url_kind
    FROM sms_callback AS b
    JOIN sms_call AS c ON c.read_callback_id IS NOT b.callback_id
    WHERE b.callback_id = NEW.p_callback_id;

    UPDATE sms_callback
    SET
        kind = c.read_kind,
        state = CASE WHEN c.apply_error IS NULL AND c.read_failure IS NULL THEN 'done' ELSE 'failed' END,
        error = coalesce(c.apply_error, c.read_failure, c.read_note),
        attempts = sms_callback.attempts + 1,
        processed_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
    FROM sms_call AS c
    WHERE sms_callback.callback_id = NEW.p_callback_id;

    INSERT INTO sp_sms_update (
        p_to, p_sid, p_error_code, p_status, p_provider, p_account, p_from_number, p_body, p_part_id, p_parts,
        p_error_message, p_price, p_currency, p_country, p_operator, p_campaign, p_label, p_occurred_at, p_received_at,
        p_callback_id
    )
    SELECT
        json_extract(c.read_values, '$.to_number'),
        json_extract(c.read_values, '$.message_id'),
        json_extract(c.read_values, '$.error_code'),
        json_extract(c.read_values, '$.provider_status'),
        b.provider,
        json_extract(c.read_values, '$.account'),
        json_extract(c.read_values, '$.from_number'),
        json_extract(c.read_values, '$.body'),
        json_extract(c.read_values, '$.part_id'),
        json_extract(c.read_values, '$.parts'),
        json_extract(c.read_values, '$.error_message'),
        json_extract(c.read_values, '$.price'),
        coalesce(json_extract(c.read_values, '$.currency'), v.currency),
        json_extract(c.read_values, '$.country'),
        json_extract(c.read_values, '$.operator'),
        json_extract(c.read_values, '$.campaign'),
        json_extract(c.read_values, '$.label'),
        json_extract(c.read_values, '$.occurred_at'),
        b.received_at,
        b.callback_id
    FROM sms_callback AS b
    JOIN sms_provider AS v ON v.provider = b.provider
    CROSS JOIN sms_call AS c
    WHERE b.callback_id = NEW.p_callback_id AND b.state = 'done' AND b.kind = 'status';

    INSERT INTO sp_sms_inbound (
        p_provider, p_message_id, p_from_number, p_to_number, p_body, p_media, p_reply_to, p_account, p_parts, p_price,
        p_currency, p_opt_out_type, p_sender, p_natural_key, p_occurred_at, p_received_at, p_callback_id
    )
    SELECT
        b.provider,
        json_extract(c.read_values, '$.message_id'),
        json_extract(c.read_values, '$.from_number'),
        json_extract(c.read_values, '$.to_number'),
        json_extract(c.read_values, '$.body'),
        c.read_media,
        json_extract(c.read_values, '$.reply_to'),
        json_extract(c.read_values, '$.account'),
        json_extract(c.read_values, '$.parts'),
        json_extract(c.read_values, '$.price'),
        coalesce(json_extract(c.read_values, '$.currency'), v.currency),
        json_extract(c.read_values, '$.opt_out_type'),
        json_extract(c.read_values, '$.sender'),
        coalesce(c.read_key, 'callback:' || b.callback_id),
        json_extract(c.read_values, '$.occurred_at'),
        b.received_at,
        b.callback_id
    FROM sms_callback AS b
    JOIN sms_provider AS v ON v.provider = b.provider
    CROSS JOIN sms_call AS c
    WHERE b.callback_id = NEW.p_callback_id AND b.state = 'done' AND b.kind = 'inbound';

    INSERT INTO sp_sms_opt_out (
        p_provider, p_number, p_sender, p_type, p_keyword, p_occurred_at, p_callback_id
    )
    SELECT
        b.provider,
        json_extract(c.read_values, '$.number'),
        json_extract(c.read_values, '$.sender'),
        json_extract(c.read_values, '$.type'),
        json_extract(c.read_values, '$.keyword'),
        coalesce(json_extract(c.read_values, '$.occurred_at'), b.received_at),
        b.callback_id
    FROM sms_callback AS b
    CROSS JOIN sms_call AS c
    WHERE
        b.callback_id = NEW.p_callback_id AND b.state = 'done' AND b.kind = 'opt_out'
        AND coalesce(upper(json_extract(c.read_values, '$.type')), 'STOP') IN ('STOP', 'START');

    INSERT INTO sp_sms_campaign (
        p_provider, p_campaign, p_name, p_status, p_recipients, p_counts, p_received_at, p_callback_id
    )
    SELECT
        b.provider,
        json_extract(c.read_values, '$.campaign'),
        json_extract(c.read_values, '$.name'),
        json_extract(c.read_values, '$.status'),
        json_extract(c.read_values, '$.recipients'),
        c.read_counts,
        b.received_at,
        b.callback_id
    FROM sms_callback AS b
    CROSS JOIN sms_call AS c
    WHERE b.callback_id = NEW.p_callback_id AND b.state = 'done' AND b.kind = 'campaign';

    UPDATE sms_call
    SET
        read_callback_id = NULL,
        apply_error = NULL,
        apply_done = apply_done + (b.state = 'done'),
        apply_failed = apply_failed + (b.state = 'failed')
    FROM sms_callback AS b
    WHERE b.callback_id = NEW.p_callback_id;
END;
