-- contract_v_sms_orphan: rows of v_sms_orphan that a contract case made.
-- Parameters: keys (JSON array of texts).
-- Reads v_sms_orphan.
SELECT provider, message_id, to_number, status, first_at, last_at
  FROM sms.v_sms_orphan
 WHERE message_id IN (SELECT k.first_key FROM sms.sms_keys(:keys) AS k)
 ORDER BY provider, message_id
