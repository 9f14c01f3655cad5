-- contract_v_sms_failure: rows of v_sms_failure that a contract case made.
-- Parameters: keys (JSON array of texts).
-- Reads v_sms_failure.
SELECT provider, error_code, text, permanent, status, messages, phones, last_at
  FROM sms.v_sms_failure
 WHERE provider IN (SELECT k.first_key FROM sms.sms_keys(:keys) AS k)
 ORDER BY provider, error_code, status
