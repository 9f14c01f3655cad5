-- sms_parse: the parameters of one callback, for the journal and for understanding (docs/rules.md, section 1).
-- IN p_text: a JSON object, name → text, null, or a list of them.
-- OUT p_journal: the same, verbatim; a text that is no JSON as a JSON string, since the journal takes whatever comes.
-- OUT p_params: name → text, cleaned, of a list its first element; NULL if the text is not a JSON object.
CREATE OR REPLACE FUNCTION sms.sms_parse(IN p_text text, OUT p_journal json, OUT p_params jsonb)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    p_journal := p_text;
    p_params := CASE WHEN strpos(p_text, E'\\u') = 0 THEN p_text ELSE sms.sms_clean(p_text) END;
    IF jsonb_typeof(p_params) <> 'object' THEN
        p_params := NULL;
    ELSIF strpos(p_text, '[') > 0 THEN
        p_params := (
            SELECT jsonb_object_agg(p.key, CASE WHEN jsonb_typeof(p.value) = 'array' THEN p.value -> 0 ELSE p.value END)
            FROM jsonb_each(p_params) AS p
        );
    END IF;
EXCEPTION
    WHEN data_exception OR program_limit_exceeded THEN
        p_journal := coalesce(p_journal, to_json(p_text));
        p_params := NULL;
END
$$;

COMMENT ON FUNCTION sms.sms_parse(text) IS 'The parameters of a callback, verbatim for the journal and cleaned for understanding.';
