-- contract_sms_part: rows of sms_part that a contract case made.
-- Parameters: since (UTC), from when on the messages are new.
-- Reads sms_part, sms_message.
SELECT p.provider, p.message_id, p.part_id, p.status, p.status_at, p.price
  FROM sms.sms_part AS p
  JOIN sms.sms_message AS m
    ON m.provider = p.provider
   AND m.message_key = p.message_key
 WHERE m.created_at >= CAST(:since AS TIMESTAMP)
 ORDER BY p.provider, p.message_key, p.part_key
