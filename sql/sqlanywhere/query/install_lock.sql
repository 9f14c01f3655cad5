-- install_lock: one installer at a time. The lock outlives transactions, which every definition ends: it goes with the
-- connection.
LOCK TABLE sms.sms_schema_lock WITH HOLD IN EXCLUSIVE MODE;
