-- contract_sms_campaign: rows of sms_campaign that a contract case made.
-- Parameters: since (UTC), from when on rows are new.
-- Reads sms_campaign.
SELECT provider, campaign, name, status, recipients, counts, progress, callback_id, created_at, updated_at
  FROM sms.sms_campaign
 WHERE created_at >= CAST(:since AS TIMESTAMP)
 ORDER BY provider, campaign_key
