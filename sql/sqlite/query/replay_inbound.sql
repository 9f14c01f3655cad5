-- replay_inbound: inbound messages by their keys.
-- Parameters: :keys (JSON array of [provider, natural_key]).
-- Reads sms_inbound.
SELECT t.callback_id, t.provider, t.natural_key, t.message_id, t.reply_to, t.from_number, t.to_number, t.body, t.media, t.account,
       t.parts, t.price, t.currency, t.occurred_at, t.received_at
  FROM json_each(:keys) AS k
  CROSS JOIN sms_inbound AS t
 WHERE t.provider = json_extract(k.value, '$[0]')
   AND t.natural_key = json_extract(k.value, '$[1]')
 ORDER BY t.provider, t.natural_key
