-- sms_error_text: what a provider's error code means (docs/rules.md, section 3, step 2); NULL if nobody said.
-- Reads sms_provider_error.
CREATE OR REPLACE FUNCTION sms.sms_error_text(IN p_provider text, IN p_code text) RETURNS text
LANGUAGE plpgsql STABLE STRICT
AS $$
BEGIN
    RETURN (SELECT e.text FROM sms.sms_provider_error AS e WHERE e.provider = p_provider AND e.code = p_code);
END
$$;

COMMENT ON FUNCTION sms.sms_error_text(text, text) IS 'What a provider''s error code means.';
