-- sms_told: whether a callback that is applied again has its row in the history already (docs/rules.md, section 2).
-- Reads sms_status.
CREATE OR REPLACE FUNCTION sms.sms_told(
    IN p_callback_id bigint,
    IN p_provider    text,
    IN p_message_id  text,
    IN p_part_id     text,
    IN p_status      text,
    IN p_word        text,
    IN p_error_code  text,
    IN p_occurred_at timestamp
) RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM sms.sms_status AS h
        WHERE h.callback_id = p_callback_id
            AND h.provider = p_provider
            AND h.message_id = p_message_id
            AND h.part_id IS NOT DISTINCT FROM p_part_id
            AND h.status = p_status
            AND h.provider_status = p_word
            AND h.error_code IS NOT DISTINCT FROM p_error_code
            AND h.occurred_at IS NOT DISTINCT FROM p_occurred_at
    );
END
$$;

COMMENT ON FUNCTION sms.sms_told IS 'Whether a callback that is applied again has its row in the history already.';
