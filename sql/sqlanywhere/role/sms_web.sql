-- sms_web: the group of the adapter. It may hand over callbacks and ask how they prove themselves, and nothing else.
-- Make the adapter's user a member: GRANT MEMBERSHIP IN GROUP sms_web TO that_user. Can be run again at any time.
-- Being a member of sms gives no right, only our names without their owner.
IF NOT EXISTS (SELECT 1 FROM SYS.SYSUSER WHERE user_name = 'sms_web') THEN
    CREATE USER sms_web;
END IF;
GRANT GROUP TO sms_web;
GRANT MEMBERSHIP IN GROUP sms TO sms_web;
GRANT EXECUTE ON sms.sp_sms_callback TO sms_web;
GRANT EXECUTE ON sms.sms_endpoint TO sms_web;
GRANT EXECUTE ON sms.sms_answer TO sms_web;
GRANT EXECUTE ON sms.sms_rule TO sms_web;
