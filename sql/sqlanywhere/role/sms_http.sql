-- sms_http: the user as whom the web services run. It may do what a request asks for, sp_sms_http, and nothing else; it has no
-- password, so that nobody logs in as it. Can be run again at any time.
-- Being a member of sms gives no right, only our names without their owner.
IF NOT EXISTS (SELECT 1 FROM SYS.SYSUSER WHERE user_name = 'sms_http') THEN
    CREATE USER sms_http;
END IF;
GRANT MEMBERSHIP IN GROUP sms TO sms_http;
GRANT EXECUTE ON sms.sp_sms_http TO sms_http;
