-- contract_v_sms_pending: rows of v_sms_pending that a contract case made.
-- Parameters: keys (JSON array of texts).
-- Reads sms.v_sms_pending.
SELECT provider, message_id, to_number, status, campaign, since, hours
  FROM sms.v_sms_pending
 WHERE message_id IN (SELECT jsonb_array_elements_text(%(keys)s::jsonb))
 ORDER BY provider, message_id
