-- sms_params: the parameters of callbacks, for the journal and for understanding (docs/rules.md, section 1), each at its place.
-- IN p_text: as sms_parse takes it. OUT p_journal, p_params: as sms_parse gives them; p_name: which parameters are there, their
-- names in lower case (ASCII), with some text where the parameter is not empty.
-- Most texts are objects of plain texts, which PostgreSQL can read as they are. If one is not, all go through sms_parse.
CREATE OR REPLACE FUNCTION sms.sms_params(IN p_text text[], OUT p_journal json[], OUT p_params jsonb[], OUT p_name jsonb[])
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    v_text text := p_text::text;
BEGIN
    IF strpos(v_text, '[') > 0 OR strpos(v_text, E'\\u') > 0
        OR ('{' <= ALL (p_text COLLATE "C") AND '|' > ALL (p_text COLLATE "C")) IS NOT TRUE
    THEN
        RAISE data_exception;
    END IF;
    p_journal := p_text::json[];
    p_params := p_text::jsonb[];
    p_name := lower(v_text COLLATE "C")::jsonb[];
    -- The same in lower case has as many bytes, unless two names became one.
    IF pg_column_size(p_name) <> pg_column_size(p_params) THEN
        RAISE data_exception;
    END IF;
EXCEPTION
    WHEN data_exception OR program_limit_exceeded THEN
        SELECT array_agg(c.p_journal), array_agg(c.p_params), array_agg(sms.sms_names(c.p_params))
        INTO p_journal, p_params, p_name
        FROM unnest(p_text) WITH ORDINALITY AS t (text, place)
        CROSS JOIN LATERAL sms.sms_parse(t.text) AS c;
END
$$;

COMMENT ON FUNCTION sms.sms_params(text[]) IS 'The parameters of callbacks, verbatim for the journal and cleaned for understanding.';
