-- contract_v_sms_failure: rows of v_sms_failure that a contract case made.
-- Parameters: keys (JSON array of texts).
-- Reads sms.v_sms_failure.
SELECT provider, error_code, text, permanent, status, messages, phones, last_at
  FROM sms.v_sms_failure
 WHERE provider IN (SELECT jsonb_array_elements_text(%(keys)s::jsonb))
 ORDER BY provider, error_code, status
