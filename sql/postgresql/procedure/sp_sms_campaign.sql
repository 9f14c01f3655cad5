-- sp_sms_campaign: what a provider reports of a whole campaign (docs/rules.md, section 4). Reports arrive out of order; one
-- that has come less far than the row changes nothing but what is NULL.
-- IN p_provider, p_campaign, p_name, p_status (the provider's word), p_recipients, p_counts (JSON object: the provider's word
-- → number), p_received_at (UTC, default: now), p_callback_id.
-- Writes sms_campaign. Reads sms_provider_status, sms_status_code.
CREATE OR REPLACE PROCEDURE sms.sp_sms_campaign(
    IN p_provider    text      DEFAULT NULL,
    IN p_campaign    text      DEFAULT NULL,
    IN p_name        text      DEFAULT NULL,
    IN p_status      text      DEFAULT NULL,
    IN p_recipients  integer   DEFAULT NULL,
    IN p_counts      json      DEFAULT NULL,
    IN p_received_at timestamp DEFAULT NULL,
    IN p_callback_id bigint    DEFAULT NULL
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sms, pg_temp
AS $$
DECLARE
    v_progress bigint;
BEGIN
    p_received_at := coalesce(p_received_at, clock_timestamp() AT TIME ZONE 'UTC');
    v_progress := (
        SELECT sum(j.value::numeric * s.rank)
        FROM json_each_text(p_counts) AS j
        LEFT JOIN sms.sms_provider_status AS p ON p.provider = p_provider AND p.word = lower(j.key COLLATE "C")
        JOIN sms.sms_status_code AS s ON s.status = coalesce(p.status, 'unknown')
    );

    INSERT INTO sms.sms_campaign AS c (
        provider, campaign, name, status, recipients, counts, progress, callback_id, created_at, updated_at
    )
    VALUES (
        p_provider, p_campaign, p_name, p_status, p_recipients, p_counts, coalesce(v_progress, 0), p_callback_id,
        p_received_at, p_received_at
    )
    ON CONFLICT (provider, campaign) DO UPDATE
    SET (name, status, recipients, counts, progress, callback_id, updated_at) = (
        SELECT
            CASE WHEN late THEN coalesce(c.name, excluded.name) ELSE coalesce(excluded.name, c.name) END,
            CASE WHEN late THEN coalesce(c.status, excluded.status) ELSE coalesce(excluded.status, c.status) END,
            CASE WHEN late THEN coalesce(c.recipients, excluded.recipients) ELSE coalesce(excluded.recipients, c.recipients) END,
            CASE WHEN late THEN coalesce(c.counts, excluded.counts) ELSE coalesce(excluded.counts, c.counts) END,
            greatest(c.progress, excluded.progress),
            CASE WHEN late THEN c.callback_id ELSE excluded.callback_id END,
            CASE WHEN late THEN c.updated_at ELSE greatest(c.updated_at, excluded.updated_at) END
        FROM (SELECT excluded.progress < c.progress AS late) AS report
    );
END
$$;

COMMENT ON PROCEDURE sms.sp_sms_campaign IS 'Takes what a provider reports of a whole campaign.';
