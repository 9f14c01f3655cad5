-- rows: how many callbacks are stored.
SELECT count(*) FROM sms_callback
