-- 2:6 CALL
EXEC sp_sms_purge 1;
