-- v_sms_campaign: per campaign how many messages, how they ended, what they cost, and what the provider itself reported.
-- Campaigns that only the provider reported are here too.
-- Reads sms_message, sms_status_code, sms_campaign.
CREATE VIEW v_sms_campaign AS
WITH
    sent AS (
        SELECT
            m.provider,
            m.campaign,
            count(*) AS messages,
            count(*) FILTER (WHERE s.outcome = 'good') AS delivered,
            count(*) FILTER (WHERE s.outcome = 'bad') AS failed,
            round(sum(m.price), 8) AS price,
            min(m.created_at) AS first_at,
            max(m.updated_at) AS last_at
        FROM sms_message AS m
        LEFT JOIN sms_status_code AS s ON s.status = m.status
        WHERE m.campaign IS NOT NULL
        GROUP BY m.provider, m.campaign
    )
SELECT
    k.provider,
    k.campaign,
    c.name,
    coalesce(t.messages, 0) AS messages,
    coalesce(t.delivered, 0) AS delivered,
    coalesce(t.failed, 0) AS failed,
    coalesce(t.messages - t.delivered - t.failed, 0) AS pending,
    round(1.0 * t.delivered / nullif(t.delivered + t.failed, 0), 4) AS success_rate,
    t.price,
    c.status AS reported_status,
    c.recipients AS reported_recipients,
    c.counts AS reported_counts,
    coalesce(min(t.first_at, c.created_at), t.first_at, c.created_at) AS first_at,
    coalesce(max(t.last_at, c.updated_at), t.last_at, c.updated_at) AS last_at
FROM (
    SELECT t.provider, t.campaign FROM sent AS t
    UNION
    SELECT c.provider, c.campaign FROM sms_campaign AS c
) AS k
LEFT JOIN sent AS t ON t.provider = k.provider AND t.campaign = k.campaign
LEFT JOIN sms_campaign AS c ON c.provider = k.provider AND c.campaign = k.campaign;
