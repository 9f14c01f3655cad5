-- sms_names: which parameters are there: their names in lower case (ASCII), with some text where the parameter is not empty; for
-- parameters of which two have the same name then.
CREATE OR REPLACE FUNCTION sms.sms_names(IN p_params jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT jsonb_object_agg(lower(p.key COLLATE "C"), 'x')
    FROM jsonb_each_text(p_params) AS p
    WHERE p.value <> ''
);

COMMENT ON FUNCTION sms.sms_names(jsonb) IS 'Which parameters of a callback are there: their names in lower case.';
