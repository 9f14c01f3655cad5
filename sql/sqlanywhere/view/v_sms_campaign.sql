-- v_sms_campaign: per campaign how many messages, how they ended, what they cost, and what the provider itself reported.
-- Campaigns that only the provider reported are here too.
-- Reads sms_message, sms_status_code, sms_campaign.
CREATE OR REPLACE VIEW sms.v_sms_campaign AS
SELECT
    COALESCE(t.provider, c.provider) AS provider,
    COALESCE(t.campaign, c.campaign) AS campaign,
    c.name,
    COALESCE(t.messages, 0) AS messages,
    COALESCE(t.delivered, 0) AS delivered,
    COALESCE(t.failed, 0) AS failed,
    COALESCE(t.messages - t.delivered - t.failed, 0) AS pending,
    ROUND(CAST(t.delivered AS NUMERIC(18, 8)) / NULLIF(t.delivered + t.failed, 0), 4) AS success_rate,
    t.price,
    c.status AS reported_status,
    c.recipients AS reported_recipients,
    c.counts AS reported_counts,
    CASE WHEN t.first_at IS NULL OR c.created_at < t.first_at THEN c.created_at ELSE t.first_at END AS first_at,
    CASE WHEN t.last_at IS NULL OR c.updated_at > t.last_at THEN c.updated_at ELSE t.last_at END AS last_at
FROM (
    SELECT
        m.provider,
        m.campaign,
        CAST(m.campaign AS VARBINARY(512)) AS campaign_key,
        COUNT(*) AS messages,
        SUM(CASE WHEN s.outcome = 'good' THEN 1 ELSE 0 END) AS delivered,
        SUM(CASE WHEN s.outcome = 'bad' THEN 1 ELSE 0 END) AS failed,
        SUM(m.price) AS price,
        MIN(m.created_at) AS first_at,
        MAX(m.updated_at) AS last_at
    FROM sms.sms_message AS m
    LEFT OUTER JOIN sms.sms_status_code AS s ON s.status = m.status
    WHERE m.campaign IS NOT NULL
    GROUP BY m.provider, m.campaign, CAST(m.campaign AS VARBINARY(512))
) AS t
FULL OUTER JOIN sms.sms_campaign AS c ON c.provider = t.provider AND c.campaign_key = t.campaign_key;

COMMENT ON VIEW sms.v_sms_campaign IS 'Per campaign: messages, delivered, failed, pending, success rate, price, and what the provider reported.';
