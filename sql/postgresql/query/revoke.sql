-- revoke: take from a role all that it may do in our schema, so that its file grants from nothing. The installer fills in the name.
DO $$
BEGIN
    IF to_regrole({literal}) IS NOT NULL AND to_regnamespace('sms') IS NOT NULL THEN
        REVOKE ALL ON SCHEMA sms FROM {name};
        REVOKE ALL ON ALL TABLES IN SCHEMA sms FROM {name};
        REVOKE ALL ON ALL SEQUENCES IN SCHEMA sms FROM {name};
        REVOKE ALL ON ALL ROUTINES IN SCHEMA sms FROM {name};
    END IF;
END
$$;
