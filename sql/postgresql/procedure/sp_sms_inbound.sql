-- sp_sms_inbound: one inbound message, and the opt-out or opt-in that it may be (docs/rules.md, section 4).
-- IN p_provider, p_message_id, p_from_number, p_to_number, p_body, p_media (JSON), p_reply_to, p_account, p_parts, p_price,
-- p_currency, p_opt_out_type (STOP, START; other words mean none), p_sender, p_natural_key, p_occurred_at, p_received_at
-- (default: now), p_callback_id. Times are UTC.
-- Calls sms_inbound, which writes sms_inbound, and sp_sms_opt_out.
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
    v_inbound record;
BEGIN
    p_received_at := coalesce(p_received_at, clock_timestamp() AT TIME ZONE 'UTC');
    v_inbound := sms.sms_inbound(
        p_provider, p_message_id, p_from_number, p_to_number, p_body, p_media, p_reply_to, p_account, p_parts, p_price,
        p_currency, p_opt_out_type, p_natural_key, p_occurred_at, p_received_at, p_callback_id);
    IF v_inbound.p_type IS NOT NULL THEN
        CALL sms.sp_sms_opt_out(
            p_provider => p_provider,
            p_number => p_from_number,
            p_sender => coalesce(p_sender, p_to_number, ''),
            p_type => v_inbound.p_type,
            p_keyword => v_inbound.p_word,
            p_occurred_at => coalesce(p_occurred_at, p_received_at),
            p_callback_id => p_callback_id);
    END IF;
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_inbound IS 'Takes one inbound message, and the opt-out or opt-in that it may be.';
