-- sms_reader, as an older release shipped it: it could read too much.
DO $$
BEGIN
    IF to_regrole('sms_reader') IS NULL THEN
        CREATE ROLE sms_reader;
    END IF;
END
$$;
GRANT USAGE ON SCHEMA sms TO sms_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA sms TO sms_reader;
