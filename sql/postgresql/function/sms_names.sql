-- sms_names: which parameters are there, so that sms_param need not be asked for each: an object whose names are those of
-- the parameters in lower case (ASCII), with something other than '' where a parameter of that name is not empty.
-- IN p_params (name → text).
CREATE OR REPLACE FUNCTION sms.sms_names(IN p_params jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    v_names jsonb := lower(p_params::text COLLATE "C");
BEGIN
    -- Lower case has as many bytes, unless two names became one, of which either may be empty.
    IF pg_column_size(v_names) <> pg_column_size(p_params) THEN
        v_names := (
            SELECT jsonb_object_agg(lower(p.key COLLATE "C"), 'x')
            FROM jsonb_each_text(p_params) AS p
            WHERE p.value <> ''
        );
    END IF;
    RETURN v_names;
END
$$;

COMMENT ON FUNCTION sms.sms_names(jsonb) IS 'The names of the parameters of a callback that are there, in lower case.';
