-- contract_mark: where the tables end before a contract case begins.
-- Parameters: none. A minute is taken off the time, since a clock may be set back meanwhile.
-- Reads sms_callback, sms_status, sms_inbound.
SELECT (SELECT COALESCE(MAX(callback_id), 0) FROM sms_callback) AS callback_id,
       (SELECT COALESCE(MAX(status_id), 0) FROM sms_status) AS status_id,
       (SELECT COALESCE(MAX(inbound_id), 0) FROM sms_inbound) AS inbound_id,
       strftime('%Y-%m-%d %H:%M:%f', 'now', '-1 minute') AS since
