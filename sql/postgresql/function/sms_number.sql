-- sms_number: a number as in JSON, below 10^10, to 8 decimals; NULL if the text is none (docs/rules.md, section 2).
-- The limits of length and exponent keep the cast from raising.
CREATE OR REPLACE FUNCTION sms.sms_number(IN p_text text) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    v_number numeric;
BEGIN
    IF length(p_text) > 64 OR p_text !~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?0*[0-9]{1,3})?$' THEN
        RETURN NULL;
    END IF;
    v_number := round(p_text::numeric, 8);
    RETURN CASE WHEN abs(v_number) < 10000000000 THEN v_number END;
END
$$;

COMMENT ON FUNCTION sms.sms_number(text) IS 'The number that a text writes, or NULL if it writes none.';
