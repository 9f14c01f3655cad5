-- contract_v_sms_pending: rows of v_sms_pending that a contract case made.
-- Parameters: keys (JSON array of texts).
-- Reads v_sms_pending.
SELECT provider, message_id, to_number, status, campaign, since, hours
  FROM sms.v_sms_pending
 WHERE message_id IN (SELECT k.first_key FROM sms.sms_keys(:keys) AS k)
 ORDER BY provider, message_id
