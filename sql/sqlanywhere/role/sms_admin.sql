-- sms_admin: the group of whoever looks after the SMS data: it reads all that sms_reader reads, edits the reference tables and
-- the accounts, and may execute all procedures. Rows of messages and callbacks it changes through procedures alone.
-- Make a user a member: GRANT MEMBERSHIP IN GROUP sms_admin TO that_user. Can be run again at any time.
-- Being a member of sms gives no right, only our names without their owner.
IF NOT EXISTS (SELECT 1 FROM SYS.SYSUSER WHERE user_name = 'sms_admin') THEN
    CREATE USER sms_admin;
END IF;
GRANT GROUP TO sms_admin;
GRANT MEMBERSHIP IN GROUP sms TO sms_admin;
GRANT SELECT ON sms.sms_callback TO sms_admin;
GRANT SELECT ON sms.sms_message TO sms_admin;
GRANT SELECT ON sms.sms_status TO sms_admin;
GRANT SELECT ON sms.sms_inbound TO sms_admin;
GRANT SELECT ON sms.sms_opt_out TO sms_admin;
GRANT SELECT ON sms.sms_part TO sms_admin;
GRANT SELECT ON sms.sms_campaign TO sms_admin;
GRANT SELECT ON sms.v_sms_phone TO sms_admin;
GRANT SELECT ON sms.v_sms_campaign TO sms_admin;
GRANT SELECT ON sms.v_sms_failure TO sms_admin;
GRANT SELECT ON sms.v_sms_pending TO sms_admin;
GRANT SELECT ON sms.v_sms_orphan TO sms_admin;
GRANT SELECT ON sms.v_sms_dead_letter TO sms_admin;
GRANT SELECT ON sms.v_sms_health TO sms_admin;
GRANT SELECT ON sms.v_sms_opt_out TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms.sms_status_code TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms.sms_kind_column TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms.sms_time_zone TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms.sms_setting TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms.sms_provider TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms.sms_provider_rule TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms.sms_provider_field TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms.sms_provider_status TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms.sms_provider_error TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms.sms_provider_answer TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms.sms_keyword TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms.sms_account TO sms_admin;
GRANT SELECT (object, kind, file, sha256, version, installed_at, installed_by) ON sms.sms_schema TO sms_admin;
GRANT SELECT (saved_id, object, saved_at, saved_by) ON sms.sms_schema_saved TO sms_admin;
GRANT EXECUTE ON sms.sp_sms_callback TO sms_admin;
GRANT EXECUTE ON sms.sp_sms_apply TO sms_admin;
GRANT EXECUTE ON sms.sp_sms_update TO sms_admin;
GRANT EXECUTE ON sms.sp_sms_inbound TO sms_admin;
GRANT EXECUTE ON sms.sp_sms_opt_out TO sms_admin;
GRANT EXECUTE ON sms.sp_sms_campaign TO sms_admin;
GRANT EXECUTE ON sms.sp_sms_register TO sms_admin;
GRANT EXECUTE ON sms.sp_sms_process TO sms_admin;
GRANT EXECUTE ON sms.sp_sms_purge TO sms_admin;
GRANT EXECUTE ON sms.sms_endpoint TO sms_admin;
GRANT EXECUTE ON sms.sms_answer TO sms_admin;
GRANT EXECUTE ON sms.sms_rule TO sms_admin;
GRANT EXECUTE ON sms.sms_keys TO sms_admin;
GRANT EXECUTE ON sms.sms_bytes TO sms_admin;
