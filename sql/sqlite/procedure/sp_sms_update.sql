-- sp_sms_update: the status of one message (docs/rules.md, section 3).
-- IN p_to, p_sid, p_error_code, p_status, p_message: in this order for callers that know only these; `null`, blanks and ''
-- count as NULL there; p_message is the provider's word again under its newer name and wins. Then p_provider (default: the
-- setting default_provider), p_account, p_from_number, p_body, p_part_id, p_parts, p_error_message, p_price, p_currency,
-- p_country, p_operator, p_campaign, p_label, p_occurred_at (the provider's time), p_received_at (default: now),
-- p_callback_id. Times are UTC.
-- Writes sms_message, sms_status, sms_part. Reads sms_provider_status, sms_status_code, sms_provider_error, sms_setting.
-- A missing sid or word is an error, and so is a status that sms_status_code does not have.
CREATE VIEW sp_sms_update AS
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

CREATE TRIGGER sp_sms_update_call INSTEAD OF INSERT ON sp_sms_update
BEGIN
    UPDATE sms_call
    SET
        update_provider = coalesce(NEW.p_provider, (SELECT s.value FROM sms_setting AS s WHERE s.name = 'default_provider')),
        update_message_id = CASE WHEN trim(NEW.p_sid) NOT IN ('', 'null') THEN NEW.p_sid END,
        update_to = CASE WHEN trim(NEW.p_to) NOT IN ('', 'null') THEN NEW.p_to END,
        update_word = CASE
            WHEN trim(NEW.p_message) NOT IN ('', 'null') THEN NEW.p_message
            WHEN trim(NEW.p_status) NOT IN ('', 'null') THEN NEW.p_status
        END,
        update_occurred_at = strftime('%Y-%m-%d %H:%M:%f', NEW.p_occurred_at),
        update_received_at = coalesce(strftime('%Y-%m-%d %H:%M:%f', NEW.p_received_at), strftime('%Y-%m-%d %H:%M:%f', 'now'));

    SELECT RAISE(ABORT, 'sp_sms_update: p_sid is missing') FROM sms_call AS c WHERE c.update_message_id IS NULL;
    SELECT RAISE(ABORT, 'sp_sms_update: p_status and p_message are missing') FROM sms_call AS c WHERE c.update_word IS NULL;

    -- Steps 1 and 2: our status, and the error where there is one.
    UPDATE sms_call
    SET (update_status, update_error_code, update_error_message) = (
        SELECT
            s.status,
            CASE WHEN s.outcome = 'bad' OR s.status = 'unknown' THEN given.error_code END,
            CASE WHEN s.outcome = 'bad' OR s.status = 'unknown' THEN coalesce(NEW.p_error_message, e.text) END
        FROM (
            SELECT
                CASE WHEN trim(NEW.p_error_code) NOT IN ('', 'null') THEN NEW.p_error_code END AS error_code,
                coalesce(
                    (
                        SELECT p.status
                        FROM sms_provider_status AS p
                        WHERE p.provider = update_provider AND p.word = lower(update_word)
                    ),
                    'unknown'
                ) AS status
        ) AS given
        JOIN sms_status_code AS s ON s.status = given.status
        LEFT JOIN sms_provider_error AS e ON e.provider = update_provider AND e.code = given.error_code
    );

    SELECT RAISE(ABORT, 'sp_sms_update: the status of this word is not in sms_status_code')
    FROM sms_call AS c
    WHERE c.update_status IS NULL;

    -- Step 3: the message's row.
    INSERT INTO sms_message (provider, message_id, created_at, updated_at)
    SELECT c.update_provider, c.update_message_id, strftime('%Y-%m-%d %H:%M:%f', 'now'), strftime('%Y-%m-%d %H:%M:%f', 'now')
    FROM sms_call AS c
    WHERE true
    ON CONFLICT (provider, message_id) DO NOTHING;

    UPDATE sms_call
    SET
        part_moved = 0,
        part_seen = update_status,
        update_parts = (
            SELECT nullif(max(coalesce(m.parts, 0), coalesce(CAST(NEW.p_parts AS INTEGER), 0)), 0)
            FROM sms_message AS m
            WHERE m.provider = update_provider AND m.message_id = update_message_id
        );

    -- Step 4: the part.
    INSERT INTO sp_sms_part (p_provider, p_message_id, p_part_id, p_parts, p_status, p_price, p_occurred_at)
    SELECT
        c.update_provider, c.update_message_id, NEW.p_part_id, c.update_parts, c.update_status, NEW.p_price, c.update_occurred_at
    FROM sms_call AS c
    WHERE NEW.p_part_id IS NOT NULL AND c.update_parts > 1;

    -- Step 5: the order.
    INSERT INTO sp_sms_order (p_old_status, p_old_at, p_new_status, p_new_at)
    SELECT m.status, m.status_at, c.part_seen, c.update_occurred_at
    FROM sms_call AS c
    JOIN sms_message AS m ON m.provider = c.update_provider AND m.message_id = c.update_message_id;

    -- Step 6: the history. A callback that is applied again finds its row there.
    INSERT INTO sms_status (
        callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price, occurred_at,
        received_at, applied
    )
    SELECT
        NEW.p_callback_id,
        c.update_provider,
        c.update_message_id,
        NEW.p_part_id,
        c.update_status,
        c.update_word,
        c.update_error_code,
        c.update_error_message,
        round(NEW.p_price, 8),
        c.update_occurred_at,
        c.update_received_at,
        c.order_moves OR (c.part_moved AND NOT s.final)
    FROM sms_call AS c
    JOIN sms_message AS m ON m.provider = c.update_provider AND m.message_id = c.update_message_id
    LEFT JOIN sms_status_code AS s ON s.status = m.status
    WHERE NOT EXISTS (
        SELECT 1
        FROM sms_status AS h
        WHERE
            h.callback_id = NEW.p_callback_id
            AND h.provider = c.update_provider
            AND h.message_id = c.update_message_id
            AND h.part_id IS NEW.p_part_id
            AND h.status = c.update_status
            AND h.provider_status = c.update_word
            AND h.error_code IS c.update_error_code
            AND h.occurred_at IS c.update_occurred_at
    );

    -- Step 7: the row.
    UPDATE sms_message
    SET
        status = CASE WHEN e.moves THEN e.status ELSE sms_message.status END,
        provider_status = CASE WHEN e.moves THEN e.word ELSE sms_message.provider_status END,
        status_at = CASE WHEN e.moves THEN e.occurred_at ELSE sms_message.status_at END,
        error_code = CASE WHEN e.moves THEN e.error_code ELSE sms_message.error_code END,
        error_message = CASE WHEN e.moves THEN e.error_message ELSE sms_message.error_message END,
        queued_at = CASE
            WHEN e.status <> 'queued' THEN sms_message.queued_at
            WHEN e.moves THEN e.at
            ELSE coalesce(sms_message.queued_at, e.occurred_at)
        END,
        sent_at = CASE
            WHEN e.status <> 'sent' THEN sms_message.sent_at
            WHEN e.moves THEN e.at
            ELSE coalesce(sms_message.sent_at, e.occurred_at)
        END,
        delivered_at = CASE
            WHEN NOT e.moves THEN sms_message.delivered_at
            WHEN e.outcome = 'good' AND e.status = 'read' THEN coalesce(sms_message.delivered_at, e.at)
            WHEN e.outcome = 'good' THEN e.at
            WHEN e.outcome = 'bad' THEN NULL
            ELSE sms_message.delivered_at
        END,
        failed_at = CASE
            WHEN NOT e.moves THEN sms_message.failed_at
            WHEN e.outcome = 'good' THEN NULL
            WHEN e.outcome = 'bad' THEN e.at
            ELSE sms_message.failed_at
        END,
        account = coalesce(sms_message.account, NEW.p_account),
        from_number = coalesce(sms_message.from_number, NEW.p_from_number),
        to_number = coalesce(sms_message.to_number, e.to_number),
        body = coalesce(sms_message.body, NEW.p_body),
        country = coalesce(sms_message.country, NEW.p_country),
        operator = coalesce(sms_message.operator, NEW.p_operator),
        campaign = coalesce(sms_message.campaign, NEW.p_campaign),
        label = coalesce(sms_message.label, NEW.p_label),
        parts = e.parts,
        price = coalesce(
            e.parts_price,
            CASE WHEN e.moves OR sms_message.price IS NULL THEN round(NEW.p_price, 8) END,
            sms_message.price
        ),
        currency = CASE
            WHEN NEW.p_price IS NOT NULL AND (e.moves OR sms_message.price IS NULL OR e.parts_price IS NOT NULL)
                THEN coalesce(NEW.p_currency, sms_message.currency)
            ELSE sms_message.currency
        END,
        updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
    FROM (
        SELECT
            c.update_provider AS provider,
            c.update_message_id AS message_id,
            c.order_moves AS moves,
            s.status,
            s.outcome,
            c.update_word AS word,
            c.update_error_code AS error_code,
            c.update_error_message AS error_message,
            c.update_occurred_at AS occurred_at,
            coalesce(c.update_occurred_at, c.update_received_at) AS at,
            c.update_to AS to_number,
            c.update_parts AS parts,
            (
                SELECT round(sum(p.price), 8)
                FROM sms_part AS p
                WHERE p.provider = c.update_provider AND p.message_id = c.update_message_id
            ) AS parts_price
        FROM sms_call AS c
        JOIN sms_status_code AS s ON s.status = c.part_seen
    ) AS e
    WHERE sms_message.provider = e.provider AND sms_message.message_id = e.message_id;
END;
