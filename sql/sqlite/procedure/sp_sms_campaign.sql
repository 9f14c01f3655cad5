-- sp_sms_campaign: what a provider reports of a whole campaign (docs/rules.md, section 4). Reports arrive out of order; one
-- that has come less far than the row changes nothing but what is NULL.
-- IN p_provider, p_campaign, p_name, p_status (the provider's word), p_recipients, p_counts (JSON object: the provider's word
-- → number), p_received_at (UTC, default: now), p_callback_id.
-- Writes sms_campaign. Reads sms_provider_status, sms_status_code.
CREATE VIEW sp_sms_campaign AS
SELECT
    NULL AS p_provider,
    NULL AS p_campaign,
    NULL AS p_name,
    NULL AS p_status,
    NULL AS p_recipients,
    NULL AS p_counts,
    NULL AS p_received_at,
    NULL AS p_callback_id;

CREATE TRIGGER sp_sms_campaign_call INSTEAD OF INSERT ON sp_sms_campaign
BEGIN
    INSERT INTO sms_campaign (
        provider, campaign, name, status, recipients, counts, progress, callback_id, created_at, updated_at
    )
    SELECT
        NEW.p_provider,
        NEW.p_campaign,
        NEW.p_name,
        NEW.p_status,
        NEW.p_recipients,
        NEW.p_counts,
        coalesce((
            SELECT sum(j.value * s.rank)
            FROM json_each(NEW.p_counts) AS j
            LEFT JOIN sms_provider_status AS p ON p.provider = NEW.p_provider AND p.word = lower(j.key)
            JOIN sms_status_code AS s ON s.status = coalesce(p.status, 'unknown')
        ), 0),
        NEW.p_callback_id,
        coalesce(strftime('%Y-%m-%d %H:%M:%f', NEW.p_received_at), strftime('%Y-%m-%d %H:%M:%f', 'now')),
        coalesce(strftime('%Y-%m-%d %H:%M:%f', NEW.p_received_at), strftime('%Y-%m-%d %H:%M:%f', 'now'))
    WHERE true
    ON CONFLICT (provider, campaign) DO UPDATE
    SET
        name = CASE
            WHEN excluded.progress >= sms_campaign.progress THEN coalesce(excluded.name, sms_campaign.name)
            ELSE coalesce(sms_campaign.name, excluded.name)
        END,
        status = CASE
            WHEN excluded.progress >= sms_campaign.progress THEN coalesce(excluded.status, sms_campaign.status)
            ELSE coalesce(sms_campaign.status, excluded.status)
        END,
        recipients = CASE
            WHEN excluded.progress >= sms_campaign.progress THEN coalesce(excluded.recipients, sms_campaign.recipients)
            ELSE coalesce(sms_campaign.recipients, excluded.recipients)
        END,
        counts = CASE
            WHEN excluded.progress >= sms_campaign.progress THEN coalesce(excluded.counts, sms_campaign.counts)
            ELSE coalesce(sms_campaign.counts, excluded.counts)
        END,
        progress = max(sms_campaign.progress, excluded.progress),
        callback_id = CASE
            WHEN excluded.progress >= sms_campaign.progress THEN excluded.callback_id
            ELSE sms_campaign.callback_id
        END,
        updated_at = CASE
            WHEN excluded.progress >= sms_campaign.progress THEN max(sms_campaign.updated_at, excluded.updated_at)
            ELSE sms_campaign.updated_at
        END;
END;
