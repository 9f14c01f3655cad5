-- ping: does the database answer? One row.
SELECT call_id AS answer FROM sms_call;
