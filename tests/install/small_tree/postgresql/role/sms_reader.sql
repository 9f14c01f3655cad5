DO $$
BEGIN
    IF to_regrole('sms_reader') IS NULL THEN
        CREATE ROLE sms_reader;
    END IF;
END
$$;
REVOKE ALL ON ALL ROUTINES IN SCHEMA sms FROM PUBLIC;
GRANT USAGE ON SCHEMA sms TO sms_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA sms TO sms_reader;
