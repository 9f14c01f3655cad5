-- sms_clean: a JSON text in which U+0000 and every surrogate that is not half of a pair are U+FFFD, so that PostgreSQL can
-- read the strings in it (docs/rules.md, section 1, step 1).
-- IN p_json: valid JSON. An escaped backslash before the letters u0000 is no escape of NUL; chr(1) to chr(3), which valid
-- JSON cannot hold, stand in for what must not be touched.
CREATE OR REPLACE FUNCTION sms.sms_clean(IN p_json text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    v_json text;
BEGIN
    IF p_json !~ E'\\\\u(0000|[dD][89a-fA-F])' THEN
        RETURN p_json;
    END IF;
    v_json := replace(replace(p_json, E'\\\\', chr(1)), E'\\u0000', E'\\ufffd');
    v_json := regexp_replace(
        v_json, E'\\\\u([dD][89abAB][0-9a-fA-F]{2})\\\\u([dD][c-fC-F][0-9a-fA-F]{2})', chr(2) || E'\\1' || chr(3) || E'\\2', 'g');
    v_json := regexp_replace(v_json, E'\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}', E'\\\\ufffd', 'g');
    RETURN replace(replace(replace(v_json, chr(2), E'\\u'), chr(3), E'\\u'), chr(1), E'\\\\');
END
$$;

COMMENT ON FUNCTION sms.sms_clean(text) IS 'A JSON text without what PostgreSQL cannot read: NUL and halves of surrogate pairs become U+FFFD.';
