-- replay_opt_out: opt-outs by their keys.
-- Parameters: :keys (JSON array of [provider, number, sender]).
-- Reads sms_opt_out.
SELECT t.provider, t.number, t.sender, t.opted_out_at, t.opted_in_at, t.keyword, t.callback_id
  FROM json_each(:keys) AS k
  CROSS JOIN sms_opt_out AS t
 WHERE t.provider = json_extract(k.value, '$[0]')
   AND t.number = json_extract(k.value, '$[1]')
   AND t.sender = json_extract(k.value, '$[2]')
 ORDER BY t.provider, t.number, t.sender
