-- contract_mark: where the tables end before a contract case begins.
-- Parameters: none. A minute is taken off the time, since a clock may be set back meanwhile.
-- Reads sms.sms_callback, sms.sms_status, sms.sms_inbound.
SELECT (SELECT COALESCE(MAX(callback_id), 0) FROM sms.sms_callback) AS callback_id,
       (SELECT COALESCE(MAX(status_id), 0) FROM sms.sms_status) AS status_id,
       (SELECT COALESCE(MAX(inbound_id), 0) FROM sms.sms_inbound) AS inbound_id,
       (now() AT TIME ZONE 'UTC') - INTERVAL '1 minute' AS since
