-- sms_web: the role of the adapter. It may hand over callbacks and ask how they prove themselves, and nothing else.
-- Grant it to the adapter's user: GRANT sms_web TO that_user. Can be run again at any time.
DO $$
BEGIN
    IF to_regrole('sms_web') IS NULL THEN
        CREATE ROLE sms_web NOLOGIN;
    END IF;
END
$$;

REVOKE ALL ON ALL ROUTINES IN SCHEMA sms FROM PUBLIC;
GRANT USAGE ON SCHEMA sms TO sms_web;
GRANT EXECUTE ON PROCEDURE sms.sp_sms_callback, sms.sp_sms_callback_group TO sms_web;
GRANT EXECUTE ON FUNCTION sms.sms_endpoint(), sms.sms_answer(), sms.sms_rule() TO sms_web;
