-- contract_v_sms_phone: rows of v_sms_phone that a contract case made.
-- Parameters: :keys (JSON array of texts).
-- Reads v_sms_phone.
SELECT phone, verdict, verdict_at, provider, message_id, status, error_code, reason, messages
  FROM v_sms_phone
 WHERE phone IN (SELECT value FROM json_each(:keys))
 ORDER BY phone
