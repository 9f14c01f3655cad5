-- contract_v_sms_campaign: rows of v_sms_campaign that a contract case made.
-- Parameters: keys (JSON array of texts).
-- Reads v_sms_campaign.
SELECT provider, campaign, name, messages, delivered, failed, pending, success_rate, price, reported_status,
       reported_recipients, reported_counts, first_at, last_at
  FROM sms.v_sms_campaign
 WHERE campaign IN (SELECT k.first_key FROM sms.sms_keys(:keys) AS k)
 ORDER BY provider, campaign
