-- sp_sms_register: the application tells which message it sent (docs/rules.md, section 4). What it says wins where it is not
-- NULL; status, times and history stay.
-- IN p_provider, p_message_id, p_to_number, p_from_number, p_body, p_campaign, p_label, p_account, p_status (the word that the
-- provider's API answered, if any), p_registered_at (UTC, default: now).
-- Writes sms_message; calls sp_sms_update for p_status.
CREATE OR REPLACE PROCEDURE sms.sp_sms_register(
    IN p_provider      text      DEFAULT NULL,
    IN p_message_id    text      DEFAULT NULL,
    IN p_to_number     text      DEFAULT NULL,
    IN p_from_number   text      DEFAULT NULL,
    IN p_body          text      DEFAULT NULL,
    IN p_campaign      text      DEFAULT NULL,
    IN p_label         text      DEFAULT NULL,
    IN p_account       text      DEFAULT NULL,
    IN p_status        text      DEFAULT NULL,
    IN p_registered_at timestamp DEFAULT NULL
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sms, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    v_now timestamp(3) := clock_timestamp() AT TIME ZONE 'UTC';
BEGIN
    INSERT INTO sms.sms_message AS m (
        provider, message_id, account, from_number, to_number, body, campaign, label, registered_at, created_at, updated_at
    )
    VALUES (
        p_provider,
        p_message_id,
        p_account,
        p_from_number,
        p_to_number,
        p_body,
        p_campaign,
        p_label,
        coalesce(p_registered_at, v_now),
        v_now,
        v_now
    )
    ON CONFLICT (provider, message_id) DO UPDATE
    SET
        account = coalesce(excluded.account, m.account),
        from_number = coalesce(excluded.from_number, m.from_number),
        to_number = coalesce(excluded.to_number, m.to_number),
        body = coalesce(excluded.body, m.body),
        campaign = coalesce(excluded.campaign, m.campaign),
        label = coalesce(excluded.label, m.label),
        registered_at = coalesce(m.registered_at, excluded.registered_at),
        updated_at = excluded.updated_at;

    IF sms.sms_given(p_status) IS NOT NULL THEN
        CALL sms.sp_sms_update(
            p_sid => p_message_id, p_status => p_status, p_provider => p_provider, p_received_at => p_registered_at);
    END IF;
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_register IS 'The application tells which message it sent, with its campaign and label.';
