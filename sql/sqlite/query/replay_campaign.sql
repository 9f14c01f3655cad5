-- replay_campaign: the providers' campaign reports by their keys.
-- Parameters: :keys (JSON array of [provider, campaign]).
-- Reads sms_campaign.
SELECT t.provider, t.campaign, t.name, t.status, t.recipients, t.counts, t.callback_id
  FROM json_each(:keys) AS k
  CROSS JOIN sms_campaign AS t
 WHERE t.provider = json_extract(k.value, '$[0]')
   AND t.campaign = json_extract(k.value, '$[1]')
 ORDER BY t.provider, t.campaign
