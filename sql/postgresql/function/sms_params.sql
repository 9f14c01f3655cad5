-- sms_params: the parameters of callbacks, for the journal and for understanding (docs/rules.md, section 1), each at its place.
-- IN p_text: as sms_parse takes it. OUT p_journal, p_params: as sms_parse gives them.
-- Most texts are objects of plain texts, which PostgreSQL can read as they are. If one is not, all go through sms_parse.
CREATE OR REPLACE FUNCTION sms.sms_params(IN p_text text[], OUT p_journal json[], OUT p_params jsonb[])
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    SELECT array_agg(t.text::json), array_agg(t.text::jsonb)
    INTO p_journal, p_params
    FROM unnest(p_text) AS t (text)
    HAVING bool_and(starts_with(t.text, '{') AND strpos(t.text, '[') = 0 AND strpos(t.text, E'\\u') = 0);
    IF p_params IS NULL OR array_position(p_params, NULL) IS NOT NULL THEN
        RAISE data_exception;
    END IF;
EXCEPTION
    WHEN data_exception OR program_limit_exceeded THEN
        SELECT array_agg(c.p_journal), array_agg(c.p_params)
        INTO p_journal, p_params
        FROM unnest(p_text) WITH ORDINALITY AS t (text, place)
        CROSS JOIN LATERAL sms.sms_parse(t.text) AS c;
END
$$;

COMMENT ON FUNCTION sms.sms_params(text[]) IS 'The parameters of callbacks, verbatim for the journal and cleaned for understanding.';
