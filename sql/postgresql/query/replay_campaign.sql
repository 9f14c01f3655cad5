-- replay_campaign: the providers' campaign reports by their keys.
-- Parameters: keys (JSON array of [provider, campaign]).
-- Reads sms.sms_campaign.
SELECT t.provider, t.campaign, t.name, t.status, t.recipients, t.counts, t.callback_id
  FROM json_array_elements(%(keys)s::json) AS k (value)
  JOIN sms.sms_campaign AS t
    ON t.provider = k.value ->> 0
   AND t.campaign = k.value ->> 1
 ORDER BY t.provider, t.campaign
