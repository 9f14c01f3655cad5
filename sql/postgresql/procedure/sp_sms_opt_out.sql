-- sp_sms_opt_out: a phone opts out of a sender's messages, or in again (docs/rules.md, section 4).
-- IN p_provider, p_number, p_sender (default: ''), p_type (STOP, the default, or START), p_keyword, p_occurred_at (UTC,
-- default: now), p_callback_id.
-- Writes sms_opt_out: a time only if it is later than the one that is there.
CREATE OR REPLACE PROCEDURE sms.sp_sms_opt_out(
    IN p_provider    text      DEFAULT NULL,
    IN p_number      text      DEFAULT NULL,
    IN p_sender      text      DEFAULT '',
    IN p_type        text      DEFAULT 'STOP',
    IN p_keyword     text      DEFAULT NULL,
    IN p_occurred_at timestamp DEFAULT NULL,
    IN p_callback_id bigint    DEFAULT NULL
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sms, pg_temp
AS $$
BEGIN
    p_type := upper(coalesce(p_type, 'STOP') COLLATE "C");
    p_occurred_at := coalesce(p_occurred_at, clock_timestamp() AT TIME ZONE 'UTC');
    IF p_type NOT IN ('STOP', 'START') THEN
        RAISE invalid_parameter_value USING MESSAGE = 'sp_sms_opt_out: p_type is neither STOP nor START';
    END IF;

    INSERT INTO sms.sms_opt_out AS o (provider, number, sender, opted_out_at, opted_in_at, keyword, callback_id)
    VALUES (
        p_provider,
        p_number,
        coalesce(p_sender, ''),
        CASE WHEN p_type = 'STOP' THEN p_occurred_at END,
        CASE WHEN p_type = 'START' THEN p_occurred_at END,
        p_keyword,
        p_callback_id
    )
    ON CONFLICT (provider, number, sender) DO UPDATE
    SET
        opted_out_at = coalesce(excluded.opted_out_at, o.opted_out_at),
        opted_in_at = coalesce(excluded.opted_in_at, o.opted_in_at),
        keyword = excluded.keyword,
        callback_id = excluded.callback_id
    WHERE excluded.opted_out_at > coalesce(o.opted_out_at, '-infinity')
        OR excluded.opted_in_at > coalesce(o.opted_in_at, '-infinity');
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_opt_out IS 'Notes that a phone opted out of a sender''s messages, or in again.';
