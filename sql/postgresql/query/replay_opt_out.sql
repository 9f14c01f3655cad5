-- replay_opt_out: opt-outs by their keys.
-- Parameters: keys (JSON array of [provider, number, sender]).
-- Reads sms.sms_opt_out.
SELECT t.provider, t.number, t.sender, t.opted_out_at, t.opted_in_at, t.keyword, t.callback_id
  FROM json_array_elements(%(keys)s::json) AS k (value)
  JOIN sms.sms_opt_out AS t
    ON t.provider = k.value ->> 0
   AND t.number = k.value ->> 1
   AND t.sender = k.value ->> 2
 ORDER BY t.provider, t.number, t.sender
