-- sp_sms_inbound: one inbound message, and the opt-out or opt-in that it may be (docs/rules.md, section 4).
-- IN p_provider, p_message_id, p_from_number, p_to_number, p_body, p_media (JSON), p_reply_to, p_account, p_parts, p_price,
-- p_currency, p_opt_out_type (STOP, START; other words mean none), p_sender, p_natural_key, p_occurred_at, p_received_at
-- (default: now), p_callback_id. Times are UTC.
-- Writes sms_inbound; calls sp_sms_opt_out. Reads sms_keyword.
CREATE OR REPLACE PROCEDURE sms.sp_sms_inbound(
    IN p_provider     text      DEFAULT NULL,
    IN p_message_id   text      DEFAULT NULL,
    IN p_from_number  text      DEFAULT NULL,
    IN p_to_number    text      DEFAULT NULL,
    IN p_body         text      DEFAULT NULL,
    IN p_media        json      DEFAULT NULL,
    IN p_reply_to     text      DEFAULT NULL,
    IN p_account      text      DEFAULT NULL,
    IN p_parts        integer   DEFAULT NULL,
    IN p_price        numeric   DEFAULT NULL,
    IN p_currency     text      DEFAULT NULL,
    IN p_opt_out_type text      DEFAULT NULL,
    IN p_sender       text      DEFAULT NULL,
    IN p_natural_key  text      DEFAULT NULL,
    IN p_occurred_at  timestamp DEFAULT NULL,
    IN p_received_at  timestamp DEFAULT NULL,
    IN p_callback_id  bigint    DEFAULT NULL
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sms, pg_temp
AS $$
DECLARE
    v_type    text := upper(nullif(p_opt_out_type, '') COLLATE "C");
    v_keyword text := v_type;
BEGIN
    p_received_at := coalesce(p_received_at, clock_timestamp() AT TIME ZONE 'UTC');

    INSERT INTO sms.sms_inbound AS i (
        callback_id, provider, message_id, reply_to, from_number, to_number, body, media, account, parts, price, currency,
        natural_key, occurred_at, received_at
    )
    VALUES (
        p_callback_id,
        p_provider,
        p_message_id,
        p_reply_to,
        p_from_number,
        p_to_number,
        p_body,
        p_media,
        p_account,
        p_parts,
        p_price,
        CASE WHEN p_price IS NOT NULL THEN p_currency END,
        sms.sms_key(coalesce(p_natural_key, 'id:' || p_message_id, 'callback:' || p_callback_id)),
        p_occurred_at,
        p_received_at
    )
    ON CONFLICT (provider, natural_key) DO UPDATE
    SET
        callback_id = coalesce(i.callback_id, excluded.callback_id),
        message_id = coalesce(i.message_id, excluded.message_id),
        reply_to = coalesce(i.reply_to, excluded.reply_to),
        to_number = coalesce(i.to_number, excluded.to_number),
        body = coalesce(i.body, excluded.body),
        media = coalesce(i.media, excluded.media),
        account = coalesce(i.account, excluded.account),
        parts = coalesce(i.parts, excluded.parts),
        price = coalesce(i.price, excluded.price),
        currency = coalesce(i.currency, excluded.currency),
        occurred_at = coalesce(i.occurred_at, excluded.occurred_at);

    IF v_type IS NULL THEN
        SELECT upper(k.action), k.keyword
        INTO v_type, v_keyword
        FROM sms.sms_keyword AS k
        WHERE k.provider = p_provider AND k.keyword = upper(btrim(p_body, E' \t\n\r') COLLATE "C");
    END IF;
    IF v_type IN ('STOP', 'START') THEN
        CALL sms.sp_sms_opt_out(
            p_provider => p_provider,
            p_number => p_from_number,
            p_sender => coalesce(p_sender, p_to_number, ''),
            p_type => v_type,
            p_keyword => v_keyword,
            p_occurred_at => coalesce(p_occurred_at, p_received_at),
            p_callback_id => p_callback_id);
    END IF;
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_inbound IS 'Takes one inbound message, and the opt-out or opt-in that it may be.';
