-- sms_reader: the group of reports and of applications that read. It reads all tables and views but secrets, which are in
-- sms_account, and of sms_schema and sms_schema_saved all but the texts. sms_keys and sms_bytes, which queries need, read no
-- table of ours.
-- Make a user a member: GRANT MEMBERSHIP IN GROUP sms_reader TO that_user. Can be run again at any time.
-- Being a member of sms gives no right, only our names without their owner.
IF NOT EXISTS (SELECT 1 FROM SYS.SYSUSER WHERE user_name = 'sms_reader') THEN
    CREATE USER sms_reader;
END IF;
GRANT GROUP TO sms_reader;
GRANT MEMBERSHIP IN GROUP sms TO sms_reader;
GRANT SELECT ON sms.sms_status_code TO sms_reader;
GRANT SELECT ON sms.sms_kind_column TO sms_reader;
GRANT SELECT ON sms.sms_time_zone TO sms_reader;
GRANT SELECT ON sms.sms_setting TO sms_reader;
GRANT SELECT ON sms.sms_provider TO sms_reader;
GRANT SELECT ON sms.sms_provider_rule TO sms_reader;
GRANT SELECT ON sms.sms_provider_field TO sms_reader;
GRANT SELECT ON sms.sms_provider_status TO sms_reader;
GRANT SELECT ON sms.sms_provider_error TO sms_reader;
GRANT SELECT ON sms.sms_provider_answer TO sms_reader;
GRANT SELECT ON sms.sms_keyword TO sms_reader;
GRANT SELECT ON sms.sms_callback TO sms_reader;
GRANT SELECT ON sms.sms_message TO sms_reader;
GRANT SELECT ON sms.sms_status TO sms_reader;
GRANT SELECT ON sms.sms_inbound TO sms_reader;
GRANT SELECT ON sms.sms_opt_out TO sms_reader;
GRANT SELECT ON sms.sms_part TO sms_reader;
GRANT SELECT ON sms.sms_campaign TO sms_reader;
GRANT SELECT ON sms.v_sms_phone TO sms_reader;
GRANT SELECT ON sms.v_sms_campaign TO sms_reader;
GRANT SELECT ON sms.v_sms_failure TO sms_reader;
GRANT SELECT ON sms.v_sms_pending TO sms_reader;
GRANT SELECT ON sms.v_sms_orphan TO sms_reader;
GRANT SELECT ON sms.v_sms_dead_letter TO sms_reader;
GRANT SELECT ON sms.v_sms_health TO sms_reader;
GRANT SELECT ON sms.v_sms_opt_out TO sms_reader;
GRANT SELECT (object, kind, file, sha256, version, installed_at, installed_by) ON sms.sms_schema TO sms_reader;
GRANT SELECT (saved_id, object, saved_at, saved_by) ON sms.sms_schema_saved TO sms_reader;
GRANT EXECUTE ON sms.sms_keys TO sms_reader;
GRANT EXECUTE ON sms.sms_bytes TO sms_reader;
