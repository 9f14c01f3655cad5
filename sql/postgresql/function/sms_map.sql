-- sms_map: what the reference tables say of a provider, as one row of arrays; of one that they do not know, the row of ''.
-- Reads sms_map_provider.
CREATE OR REPLACE FUNCTION sms.sms_map(IN p_provider text) RETURNS sms.sms_map_provider
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    v_map sms.sms_map_provider;
BEGIN
    SELECT m.* INTO v_map FROM sms.sms_map_provider AS m WHERE m.provider = p_provider;
    IF NOT FOUND THEN
        SELECT m.* INTO v_map FROM sms.sms_map_provider AS m WHERE m.provider = '';
    END IF;
    RETURN v_map;
END
$$;

COMMENT ON FUNCTION sms.sms_map(text) IS 'What the reference tables say of a provider, as one row of arrays.';
