-- contract_mark: where the tables end before a contract case begins.
-- Parameters: none. A minute is taken off the time, since a clock may be set back meanwhile.
-- Reads sms_callback, sms_status, sms_inbound.
SELECT (SELECT COALESCE(MAX(b.callback_id), 0) FROM sms.sms_callback AS b) AS callback_id,
       (SELECT COALESCE(MAX(h.status_id), 0) FROM sms.sms_status AS h) AS status_id,
       (SELECT COALESCE(MAX(i.inbound_id), 0) FROM sms.sms_inbound AS i) AS inbound_id,
       DATEADD(MINUTE, -1, CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP)) AS since
