-- replay_touched: the keys of the rows that came of some callbacks: the table, and the two or three columns of its key.
-- Parameters: :callback_ids (JSON array of numbers).
-- Reads sms_status, sms_inbound, sms_opt_out, sms_campaign.
SELECT DISTINCT 'sms_message' AS table_name, provider, message_id AS second, '' AS third
  FROM sms_status
 WHERE callback_id IN (SELECT value FROM json_each(:callback_ids))
UNION ALL
SELECT 'sms_inbound', provider, natural_key, ''
  FROM sms_inbound
 WHERE callback_id IN (SELECT value FROM json_each(:callback_ids))
UNION ALL
SELECT 'sms_opt_out', provider, number, sender
  FROM sms_opt_out
 WHERE callback_id IN (SELECT value FROM json_each(:callback_ids))
UNION ALL
SELECT 'sms_campaign', provider, campaign, ''
  FROM sms_campaign
 WHERE callback_id IN (SELECT value FROM json_each(:callback_ids))
