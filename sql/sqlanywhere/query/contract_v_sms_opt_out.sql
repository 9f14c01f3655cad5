-- contract_v_sms_opt_out: rows of v_sms_opt_out that a contract case made.
-- Parameters: keys (JSON array of texts).
-- Reads v_sms_opt_out.
SELECT provider, number, sender, opted_out, opted_out_at, opted_in_at, keyword
  FROM sms.v_sms_opt_out
 WHERE number IN (SELECT k.first_key FROM sms.sms_keys(:keys) AS k)
 ORDER BY provider, number, sender
