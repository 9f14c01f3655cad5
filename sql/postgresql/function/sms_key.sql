-- sms_key: a key as it is kept: more than 200 characters become the first 100 and a SHA-256 of all, since an index takes no
-- long texts (docs/rules.md, section 1, step 4).
CREATE OR REPLACE FUNCTION sms.sms_key(IN p_key text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN length(p_key) <= 200 THEN p_key
    ELSE left(p_key, 100) || '#' || encode(sha256(convert_to(p_key, 'UTF8')), 'hex')
END;

COMMENT ON FUNCTION sms.sms_key(text) IS 'A key as it is kept: a long one as its beginning and a SHA-256.';
