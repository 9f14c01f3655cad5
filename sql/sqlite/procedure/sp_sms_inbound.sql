-- sp_sms_inbound: one inbound message, and the opt-out or opt-in that it may be (docs/rules.md, section 4).
-- IN p_provider, p_message_id, p_from_number, p_to_number, p_body, p_media (JSON), p_reply_to, p_account, p_parts, p_price,
-- p_currency, p_opt_out_type (STOP, START; other words mean none), p_sender, p_natural_key, p_occurred_at, p_received_at
-- (default: now), p_callback_id. Times are UTC.
-- Writes sms_inbound; calls sp_sms_opt. Reads sms_keyword.
CREATE VIEW sp_sms_inbound AS
SELECT
    NULL AS p_provider,
    NULL AS p_message_id,
    NULL AS p_from_number,
    NULL AS p_to_number,
    NULL AS p_body,
    NULL AS p_media,
    NULL AS p_reply_to,
    NULL AS p_account,
    NULL AS p_parts,
    NULL AS p_price,
    NULL AS p_currency,
    NULL AS p_opt_out_type,
    NULL AS p_sender,
    NULL AS p_natural_key,
    NULL AS p_occurred_at,
    NULL AS p_received_at,
    NULL AS p_callback_id;

CREATE TRIGGER sp_sms_inbound_call INSTEAD OF INSERT ON sp_sms_inbound
BEGIN
    INSERT INTO sms_inbound (
        callback_id, provider, message_id, reply_to, from_number, to_number, body, media, account, parts, price, currency,
        natural_key, occurred_at, received_at
    )
    VALUES (
        NEW.p_callback_id,
        NEW.p_provider,
        NEW.p_message_id,
        NEW.p_reply_to,
        NEW.p_from_number,
        NEW.p_to_number,
        NEW.p_body,
        NEW.p_media,
        NEW.p_account,
        NEW.p_parts,
        round(NEW.p_price, 8),
        CASE WHEN NEW.p_price IS NOT NULL THEN NEW.p_currency END,
        coalesce(NEW.p_natural_key, 'id:' || NEW.p_message_id, 'callback:' || NEW.p_callback_id),
        strftime('%Y-%m-%d %H:%M:%f', NEW.p_occurred_at),
        coalesce(strftime('%Y-%m-%d %H:%M:%f', NEW.p_received_at), strftime('%Y-%m-%d %H:%M:%f', 'now'))
    )
    ON CONFLICT (provider, natural_key) DO UPDATE
    SET
        callback_id = coalesce(sms_inbound.callback_id, excluded.callback_id),
        message_id = coalesce(sms_inbound.message_id, excluded.message_id),
        reply_to = coalesce(sms_inbound.reply_to, excluded.reply_to),
        to_number = coalesce(sms_inbound.to_number, excluded.to_number),
        body = coalesce(sms_inbound.body, excluded.body),
        media = coalesce(sms_inbound.media, excluded.media),
        account = coalesce(sms_inbound.account, excluded.account),
        parts = coalesce(sms_inbound.parts, excluded.parts),
        price = coalesce(sms_inbound.price, excluded.price),
        currency = coalesce(sms_inbound.currency, excluded.currency),
        occurred_at = coalesce(sms_inbound.occurred_at, excluded.occurred_at);

    INSERT INTO sp_sms_opt (p_provider, p_number, p_sender, p_type, p_keyword, p_occurred_at, p_callback_id)
    SELECT
        NEW.p_provider,
        NEW.p_from_number,
        coalesce(NEW.p_sender, NEW.p_to_number, ''),
        said.type,
        said.keyword,
        coalesce(NEW.p_occurred_at, NEW.p_received_at),
        NEW.p_callback_id
    FROM (
        SELECT upper(NEW.p_opt_out_type) AS type, upper(NEW.p_opt_out_type) AS keyword
        WHERE upper(NEW.p_opt_out_type) IN ('STOP', 'START')
        UNION ALL
        SELECT upper(k.action), k.keyword
        FROM sms_keyword AS k
        WHERE
            k.provider = NEW.p_provider
            AND k.keyword = upper(trim(NEW.p_body, char(32, 9, 10, 13)))
            AND coalesce(NEW.p_opt_out_type, '') = ''
    ) AS said;
END;
