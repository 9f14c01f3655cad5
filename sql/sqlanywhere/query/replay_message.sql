-- replay_message: messages by their keys, without the columns that any replay moves (created_at, updated_at).
-- Parameters: keys (JSON array of [provider, message_id]).
-- Reads sms_message.
SELECT t.provider, t.message_id, t.account, t.from_number, t.to_number, t.body, t.status, t.provider_status, t.status_at,
       t.error_code, t.error_message, t.parts, t.price, t.currency, t.country, t.operator, t.campaign, t.label, t.registered_at,
       t.queued_at, t.sent_at, t.delivered_at, t.failed_at
  FROM sms.sms_keys(:keys) AS k
  JOIN sms.sms_message AS t
    ON t.provider = k.first_key
   AND t.message_key = sms.sms_bytes(k.second_key)
 ORDER BY t.provider, t.message_key
