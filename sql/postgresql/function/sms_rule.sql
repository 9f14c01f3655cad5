-- sms_rule: which parameter tells the kind of a callback, those of a provider in the order in which they are tried. With the
-- rights of its owner, since role sms_web may read no table.
-- Reads sms_provider_rule.
CREATE OR REPLACE FUNCTION sms.sms_rule()
RETURNS TABLE (
    provider text,
    "position" integer,
    param    text,
    value    text,
    kind     text
)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = sms, pg_temp
AS $$
    SELECT r.provider, r.position, r.param, r.value, r.kind
    FROM sms.sms_provider_rule AS r
    ORDER BY r.provider, r.position;
$$;

COMMENT ON FUNCTION sms.sms_rule() IS 'Which parameter tells the kind of a callback, for the adapter.';
