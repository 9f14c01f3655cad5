-- v_sms_campaign: per campaign how many messages, how they ended, what they cost, and what the provider itself reported.
-- Campaigns that only the provider reported are here too.
-- Reads sms_message, sms_status_code, sms_campaign.
CREATE OR REPLACE VIEW sms.v_sms_campaign AS
SELECT
    coalesce(t.provider, c.provider) AS provider,
    coalesce(t.campaign, c.campaign) AS campaign,
    c.name,
    coalesce(t.messages, 0) AS messages,
    coalesce(t.delivered, 0) AS delivered,
    coalesce(t.failed, 0) AS failed,
    coalesce(t.messages - t.delivered - t.failed, 0) AS pending,
    round(t.delivered::numeric / nullif(t.delivered + t.failed, 0), 4) AS success_rate,
    t.price,
    c.status AS reported_status,
    c.recipients AS reported_recipients,
    c.counts AS reported_counts,
    least(t.first_at, c.created_at) AS first_at,
    greatest(t.last_at, c.updated_at) AS last_at
FROM (
    SELECT
        m.provider,
        m.campaign,
        count(*) AS messages,
        count(*) FILTER (WHERE s.outcome = 'good') AS delivered,
        count(*) FILTER (WHERE s.outcome = 'bad') AS failed,
        sum(m.price) AS price,
        min(m.created_at) AS first_at,
        max(m.updated_at) AS last_at
    FROM sms.sms_message AS m
    LEFT JOIN sms.sms_status_code AS s ON s.status = m.status
    WHERE m.campaign IS NOT NULL
    GROUP BY m.provider, m.campaign
) AS t
FULL JOIN sms.sms_campaign AS c ON c.provider = t.provider AND c.campaign = t.campaign;

COMMENT ON VIEW sms.v_sms_campaign IS 'Per campaign: messages, delivered, failed, pending, success rate, price, and what the provider reported.';
COMMENT ON COLUMN sms.v_sms_campaign.provider IS 'The provider.';
COMMENT ON COLUMN sms.v_sms_campaign.campaign IS 'The campaign.';
COMMENT ON COLUMN sms.v_sms_campaign.name IS 'Its name, if the provider reports one.';
COMMENT ON COLUMN sms.v_sms_campaign.messages IS 'How many messages belong to it.';
COMMENT ON COLUMN sms.v_sms_campaign.delivered IS 'How many ended well.';
COMMENT ON COLUMN sms.v_sms_campaign.failed IS 'How many ended badly.';
COMMENT ON COLUMN sms.v_sms_campaign.pending IS 'How many have not ended.';
COMMENT ON COLUMN sms.v_sms_campaign.success_rate IS 'delivered / (delivered + failed); NULL while none has ended.';
COMMENT ON COLUMN sms.v_sms_campaign.price IS 'Sum of the prices.';
COMMENT ON COLUMN sms.v_sms_campaign.reported_status IS 'Status of the campaign as the provider reports it.';
COMMENT ON COLUMN sms.v_sms_campaign.reported_recipients IS 'Recipients as the provider reports them.';
COMMENT ON COLUMN sms.v_sms_campaign.reported_counts IS 'The provider''s word to number of messages, as reported.';
COMMENT ON COLUMN sms.v_sms_campaign.first_at IS 'When its first message was made here (UTC).';
COMMENT ON COLUMN sms.v_sms_campaign.last_at IS 'When one of its messages was last changed (UTC).';
