-- replay_opt_out: opt-outs by their keys.
-- Parameters: keys (JSON array of [provider, number, sender]).
-- Reads sms_opt_out.
SELECT t.provider, t.number, t.sender, t.opted_out_at, t.opted_in_at, t.keyword, t.callback_id
  FROM sms.sms_keys(:keys) AS k
  JOIN sms.sms_opt_out AS t
    ON t.provider = k.first_key
   AND t.number_key = sms.sms_bytes(k.second_key)
   AND t.sender_key = sms.sms_bytes(k.third_key)
 ORDER BY t.provider, t.number_key, t.sender_key
