-- replay_campaign: the providers' campaign reports by their keys.
-- Parameters: keys (JSON array of [provider, campaign]).
-- Reads sms_campaign.
SELECT t.provider, t.campaign, t.name, t.status, t.recipients, t.counts, t.callback_id
  FROM sms.sms_keys(:keys) AS k
  JOIN sms.sms_campaign AS t
    ON t.provider = k.first_key
   AND t.campaign_key = sms.sms_bytes(k.second_key)
 ORDER BY t.provider, t.campaign_key
