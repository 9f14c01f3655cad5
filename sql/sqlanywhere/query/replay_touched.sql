-- replay_touched: the keys of the rows that came of some callbacks: the table, and the two or three columns of its key.
-- Parameters: callback_ids (JSON array of numbers).
-- Reads sms_status, sms_inbound, sms_opt_out, sms_campaign.
SELECT 'sms_message' AS table_name, provider, message_id AS second, '' AS third
  FROM sms.sms_status
 WHERE callback_id IN (SELECT CAST(k.first_key AS BIGINT) FROM sms.sms_keys(:callback_ids) AS k)
 GROUP BY provider, message_id, CAST(message_id AS VARBINARY(512))
UNION ALL
SELECT 'sms_inbound', provider, natural_key, ''
  FROM sms.sms_inbound
 WHERE callback_id IN (SELECT CAST(k.first_key AS BIGINT) FROM sms.sms_keys(:callback_ids) AS k)
UNION ALL
SELECT 'sms_opt_out', provider, number, sender
  FROM sms.sms_opt_out
 WHERE callback_id IN (SELECT CAST(k.first_key AS BIGINT) FROM sms.sms_keys(:callback_ids) AS k)
UNION ALL
SELECT 'sms_campaign', provider, campaign, ''
  FROM sms.sms_campaign
 WHERE callback_id IN (SELECT CAST(k.first_key AS BIGINT) FROM sms.sms_keys(:callback_ids) AS k)
