-- contract_v_sms_health: rows of v_sms_health that a contract case made.
-- Parameters: keys (JSON array of texts).
-- Reads v_sms_health.
SELECT provider, last_callback_at, callbacks_day, pending, failed, oldest_pending_at, lag_seconds
  FROM sms.v_sms_health
 WHERE provider IN (SELECT k.first_key FROM sms.sms_keys(:keys) AS k)
 ORDER BY provider
