-- sp_sms_update: the status of one message (docs/rules.md, section 3).
-- IN p_to, p_sid, p_error_code, p_status, p_message: in this order for callers that know only these; `null`, blanks and ''
-- count as NULL there; p_message is the provider's word again under its newer name and wins. Then p_provider (default: the
-- setting default_provider), p_account, p_from_number, p_body, p_part_id, p_parts, p_error_message, p_price, p_currency,
-- p_country, p_operator, p_campaign, p_label, p_occurred_at (the provider's time), p_received_at (default: now),
-- p_callback_id. Times are UTC.
-- Reads sms_setting. Calls sms_update, which writes sms_message, sms_status and sms_part.
-- A missing sid or word is an error.
CREATE OR REPLACE PROCEDURE sms.sp_sms_update(
    IN p_to            text      DEFAULT NULL,
    IN p_sid           text      DEFAULT NULL,
    IN p_error_code    text      DEFAULT NULL,
    IN p_status        text      DEFAULT NULL,
    IN p_message       text      DEFAULT NULL,
    IN p_provider      text      DEFAULT NULL,
    IN p_account       text      DEFAULT NULL,
    IN p_from_number   text      DEFAULT NULL,
    IN p_body          text      DEFAULT NULL,
    IN p_part_id       text      DEFAULT NULL,
    IN p_parts         integer   DEFAULT NULL,
    IN p_error_message text      DEFAULT NULL,
    IN p_price         numeric   DEFAULT NULL,
    IN p_currency      text      DEFAULT NULL,
    IN p_country       text      DEFAULT NULL,
    IN p_operator      text      DEFAULT NULL,
    IN p_campaign      text      DEFAULT NULL,
    IN p_label         text      DEFAULT NULL,
    IN p_occurred_at   timestamp DEFAULT NULL,
    IN p_received_at   timestamp DEFAULT NULL,
    IN p_callback_id   bigint    DEFAULT NULL
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sms, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    v_count    integer;
    v_provider text := coalesce(
        p_provider, (SELECT s.value FROM sms.sms_setting AS s WHERE s.name = 'default_provider'));
BEGIN
    -- Once more where another transaction was first with the message.
    WHILE v_count IS NULL LOOP
        BEGIN
            v_count := sms.sms_update(
                v_provider,
                sms.sms_map(v_provider),
                ARRAY[p_callback_id],
                ARRAY[
                    jsonb_strip_nulls(jsonb_build_object(
                        'message_id', p_sid,
                        'provider_status', coalesce(sms.sms_given(p_message), p_status),
                        'to_number', p_to,
                        'error_code', p_error_code,
                        'error_message', p_error_message,
                        'account', p_account,
                        'from_number', p_from_number,
                        'body', p_body,
                        'part_id', p_part_id,
                        'parts', p_parts,
                        'price', p_price,
                        'currency', p_currency,
                        'country', p_country,
                        'operator', p_operator,
                        'campaign', p_campaign,
                        'label', p_label,
                        'occurred_at', p_occurred_at))
                ],
                ARRAY[p_received_at],
                CASE WHEN p_callback_id IS NULL THEN 0 ELSE 1 END);
        EXCEPTION
            WHEN SQLSTATE 'SMS01' THEN
                NULL;
        END;
    END LOOP;
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_update IS 'Takes the status of one message: history, current state, parts.';
