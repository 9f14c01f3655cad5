-- contract_v_sms_orphan: rows of v_sms_orphan that a contract case made.
-- Parameters: :keys (JSON array of texts).
-- Reads v_sms_orphan.
SELECT provider, message_id, to_number, status, first_at, last_at
  FROM v_sms_orphan
 WHERE message_id IN (SELECT value FROM json_each(:keys))
 ORDER BY provider, message_id
