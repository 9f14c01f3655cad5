-- sms_admin: the role of whoever looks after the SMS data: it reads all that sms_reader reads, edits the reference tables and
-- the accounts, and may execute all procedures. Rows of messages and callbacks it changes through procedures alone.
-- Grant it to a user: GRANT sms_admin TO that_user. Can be run again at any time.
DO $$
BEGIN
    IF to_regrole('sms_admin') IS NULL THEN
        CREATE ROLE sms_admin NOLOGIN;
    END IF;
END
$$;

REVOKE ALL ON ALL ROUTINES IN SCHEMA sms FROM PUBLIC;
GRANT USAGE ON SCHEMA sms TO sms_admin;
GRANT SELECT ON
    sms.sms_callback, sms.sms_message, sms.sms_status, sms.sms_inbound, sms.sms_opt_out, sms.sms_part, sms.sms_campaign,
    sms.v_sms_phone, sms.v_sms_campaign, sms.v_sms_failure, sms.v_sms_pending, sms.v_sms_orphan, sms.v_sms_dead_letter,
    sms.v_sms_health, sms.v_sms_opt_out
TO sms_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    sms.sms_status_code, sms.sms_kind_column, sms.sms_time_zone, sms.sms_setting, sms.sms_provider, sms.sms_provider_rule,
    sms.sms_provider_field, sms.sms_provider_status, sms.sms_provider_error, sms.sms_provider_answer, sms.sms_keyword,
    sms.sms_account
TO sms_admin;
GRANT SELECT (object, kind, file, sha256, version, installed_at, installed_by) ON sms.sms_schema TO sms_admin;
GRANT SELECT (saved_id, object, saved_at, saved_by) ON sms.sms_schema_saved TO sms_admin;
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA sms TO sms_admin;
