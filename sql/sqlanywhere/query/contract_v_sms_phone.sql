-- contract_v_sms_phone: rows of v_sms_phone that a contract case made.
-- Parameters: keys (JSON array of texts).
-- Reads v_sms_phone.
SELECT phone, verdict, verdict_at, provider, message_id, status, error_code, reason, messages
  FROM sms.v_sms_phone
 WHERE phone IN (SELECT k.first_key FROM sms.sms_keys(:keys) AS k)
 ORDER BY phone
