-- sms_inbound: one inbound message (docs/rules.md, section 4), without the opt-out or opt-in that it may be. sp_sms_inbound and
-- sms_work call it.
-- IN as sp_sms_inbound, without defaults and without p_sender.
-- OUT p_type: STOP or START, if it is an opt-out or an opt-in; p_word: the word that it says.
-- Writes sms_inbound. Reads sms_keyword.
CREATE OR REPLACE FUNCTION sms.sms_inbound(
    IN p_provider     text,
    IN p_message_id   text,
    IN p_from_number  text,
    IN p_to_number    text,
    IN p_body         text,
    IN p_media        json,
    IN p_reply_to     text,
    IN p_account      text,
    IN p_parts        integer,
    IN p_price        numeric,
    IN p_currency     text,
    IN p_opt_out_type text,
    IN p_natural_key  text,
    IN p_occurred_at  timestamp,
    IN p_received_at  timestamp,
    IN p_callback_id  bigint,
    OUT p_type        text,
    OUT p_word        text
)
LANGUAGE plpgsql
AS $$
BEGIN
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

    p_type := upper(nullif(p_opt_out_type, '') COLLATE "C");
    p_word := p_type;
    IF p_type IS NULL THEN
        SELECT upper(k.action), k.keyword
        INTO p_type, p_word
        FROM sms.sms_keyword AS k
        WHERE k.provider = p_provider AND k.keyword = upper(btrim(p_body, E' \t\n\r') COLLATE "C");
    END IF;
    IF p_type NOT IN ('STOP', 'START') THEN
        p_type := NULL;
    END IF;
END
$$;

COMMENT ON FUNCTION sms.sms_inbound IS 'Takes one inbound message; tells whether it is an opt-out or an opt-in.';
