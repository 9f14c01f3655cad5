-- sms_given: a text that says something: NULL for '', blanks and the text `null` (docs/rules.md, section 3).
CREATE OR REPLACE FUNCTION sms.sms_given(IN p_text text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN btrim(p_text) NOT IN ('', 'null') THEN p_text END;

COMMENT ON FUNCTION sms.sms_given(text) IS 'The text, or NULL if it says nothing: empty, blanks, or null.';
