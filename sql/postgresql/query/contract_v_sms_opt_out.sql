-- contract_v_sms_opt_out: rows of v_sms_opt_out that a contract case made.
-- Parameters: keys (JSON array of texts).
-- Reads sms.v_sms_opt_out.
SELECT provider, number, sender, opted_out, opted_out_at, opted_in_at, keyword
  FROM sms.v_sms_opt_out
 WHERE number IN (SELECT jsonb_array_elements_text(%(keys)s::jsonb))
 ORDER BY provider, number, sender
