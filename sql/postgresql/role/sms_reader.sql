-- sms_reader: the role of reports and of applications that read. It reads all tables and views but secrets, which are in
-- sms_account, and of sms_schema and sms_schema_saved all but the texts.
-- Grant it to a user: GRANT sms_reader TO that_user. Can be run again at any time.
DO $$
BEGIN
    IF to_regrole('sms_reader') IS NULL THEN
        CREATE ROLE sms_reader NOLOGIN;
    END IF;
END
$$;

REVOKE ALL ON ALL ROUTINES IN SCHEMA sms FROM PUBLIC;
GRANT USAGE ON SCHEMA sms TO sms_reader;
GRANT SELECT ON
    sms.sms_status_code, sms.sms_kind_column, sms.sms_time_zone, sms.sms_setting, sms.sms_provider, sms.sms_provider_rule,
    sms.sms_provider_field, sms.sms_provider_status, sms.sms_provider_error, sms.sms_provider_answer, sms.sms_keyword,
    sms.sms_callback, sms.sms_message, sms.sms_status, sms.sms_inbound, sms.sms_opt_out, sms.sms_part, sms.sms_campaign,
    sms.v_sms_phone, sms.v_sms_campaign, sms.v_sms_failure, sms.v_sms_pending, sms.v_sms_orphan, sms.v_sms_dead_letter,
    sms.v_sms_health, sms.v_sms_opt_out
TO sms_reader;
GRANT SELECT (object, kind, file, sha256, version, installed_at, installed_by) ON sms.sms_schema TO sms_reader;
GRANT SELECT (saved_id, object, saved_at, saved_by) ON sms.sms_schema_saved TO sms_reader;
