-- replay_inbound: inbound messages by their keys.
-- Parameters: keys (JSON array of [provider, natural_key]).
-- Reads sms_inbound.
SELECT t.callback_id, t.provider, t.natural_key, t.message_id, t.reply_to, t.from_number, t.to_number, t.body, t.media, t.account,
       t.parts, t.price, t.currency, t.occurred_at, t.received_at
  FROM sms.sms_keys(:keys) AS k
  JOIN sms.sms_inbound AS t
    ON t.provider = k.first_key
   AND t.natural_bytes = sms.sms_bytes(k.second_key)
 ORDER BY t.provider, t.natural_bytes
