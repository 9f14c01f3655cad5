-- contract_v_sms_dead_letter: rows of v_sms_dead_letter that a contract case made.
-- Parameters: callback_id, above which rows are new.
-- Reads v_sms_dead_letter.
SELECT callback_id, provider, kind, error, attempts, hits, params, received_at, processed_at
  FROM sms.v_sms_dead_letter
 WHERE callback_id > :callback_id
 ORDER BY callback_id
