-- rows: how many callbacks are stored.
SELECT count(*) FROM sms.sms_callback
