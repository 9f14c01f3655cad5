-- sp_sms_message: the row of a message after a status event (docs/rules.md, section 3, steps 3 and 7). Internal: sp_sms_move
-- calls it.
-- IN p_is_new (1: the message is not there yet), p_moves (1: the event moves it), p_status and p_outcome (as the message sees
-- them), p_word, p_parts_price (the sum of its parts' prices), p_at (the event's time for the time columns), p_now, and the
-- other columns as the event says them.
-- Writes sms_message.
CREATE VIEW sp_sms_message AS
SELECT
    NULL AS p_is_new,
    NULL AS p_provider,
    NULL AS p_message_id,
    NULL AS p_moves,
    NULL AS p_status,
    NULL AS p_outcome,
    NULL AS p_word,
    NULL AS p_error_code,
    NULL AS p_error_message,
    NULL AS p_to_number,
    NULL AS p_account,
    NULL AS p_from_number,
    NULL AS p_body,
    NULL AS p_parts,
    NULL AS p_price,
    NULL AS p_parts_price,
    NULL AS p_currency,
    NULL AS p_country,
    NULL AS p_operator,
    NULL AS p_campaign,
    NULL AS p_label,
    NULL AS p_occurred_at,
    NULL AS p_at,
    NULL AS p_now;

CREATE TRIGGER sp_sms_message_call INSTEAD OF INSERT ON sp_sms_message
BEGIN
    INSERT INTO sms_message (provider, message_id, to_number, campaign, created_at, updated_at)
    SELECT NEW.p_provider, NEW.p_message_id, NEW.p_to_number, NEW.p_campaign, NEW.p_now, NEW.p_now
    WHERE NEW.p_is_new;

    UPDATE sms_message
    SET
        status = CASE WHEN NEW.p_moves THEN NEW.p_status ELSE status END,
        provider_status = CASE WHEN NEW.p_moves THEN NEW.p_word ELSE provider_status END,
        status_at = CASE WHEN NEW.p_moves THEN NEW.p_occurred_at ELSE status_at END,
        error_code = CASE WHEN NEW.p_moves THEN NEW.p_error_code ELSE error_code END,
        error_message = CASE WHEN NEW.p_moves THEN NEW.p_error_message ELSE error_message END,
        queued_at = CASE
            WHEN NEW.p_status <> 'queued' THEN queued_at
            WHEN NEW.p_moves THEN NEW.p_at
            ELSE coalesce(queued_at, NEW.p_occurred_at)
        END,
        sent_at = CASE
            WHEN NEW.p_status <> 'sent' THEN sent_at
            WHEN NEW.p_moves THEN NEW.p_at
            ELSE coalesce(sent_at, NEW.p_occurred_at)
        END,
        delivered_at = CASE
            WHEN NOT NEW.p_moves THEN delivered_at
            WHEN NEW.p_outcome = 'good' AND NEW.p_status = 'read' THEN coalesce(delivered_at, NEW.p_at)
            WHEN NEW.p_outcome = 'good' THEN NEW.p_at
            WHEN NEW.p_outcome = 'bad' THEN NULL
            ELSE delivered_at
        END,
        failed_at = CASE
            WHEN NOT NEW.p_moves THEN failed_at
            WHEN NEW.p_outcome = 'good' THEN NULL
            WHEN NEW.p_outcome = 'bad' THEN NEW.p_at
            ELSE failed_at
        END,
        account = coalesce(account, NEW.p_account),
        from_number = coalesce(from_number, NEW.p_from_number),
        body = coalesce(body, NEW.p_body),
        country = coalesce(country, NEW.p_country),
        operator = coalesce(operator, NEW.p_operator),
        label = coalesce(label, NEW.p_label),
        parts = NEW.p_parts,
        price = coalesce(NEW.p_parts_price, CASE WHEN NEW.p_moves OR price IS NULL THEN NEW.p_price END, price),
        currency = CASE
            WHEN NEW.p_price IS NOT NULL AND (NEW.p_moves OR price IS NULL OR NEW.p_parts_price IS NOT NULL)
                THEN coalesce(NEW.p_currency, currency)
            ELSE currency
        END,
        updated_at = NEW.p_now
    WHERE provider = NEW.p_provider AND message_id = NEW.p_message_id;

    -- Apart, since a statement that names a column of an index writes that index anew, even where nothing changes.
    UPDATE sms_message
    SET to_number = coalesce(to_number, NEW.p_to_number), campaign = coalesce(campaign, NEW.p_campaign)
    WHERE
        NOT NEW.p_is_new AND provider = NEW.p_provider AND message_id = NEW.p_message_id
        AND ((to_number IS NULL AND NEW.p_to_number IS NOT NULL) OR (campaign IS NULL AND NEW.p_campaign IS NOT NULL));
END;
