-- contract_sms_callback: rows of sms_callback that a contract case made.
-- Parameters: callback_id, above which rows are new.
-- Reads sms_callback.
SELECT callback_id, provider, kind, url_kind, params, method, path, remote_addr, via, dedupe_key, hits, state, attempts, error,
       received_at, processed_at
  FROM sms.sms_callback
 WHERE callback_id > :callback_id
 ORDER BY callback_id
