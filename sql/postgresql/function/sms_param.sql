-- sms_param: the value of one parameter (docs/rules.md, section 1, step 3). Case of ASCII letters does not count, empty ones are
-- set aside; a name that matches to the letter wins, else the first in binary order.
-- IN p_params (name → text), p_name.
CREATE OR REPLACE FUNCTION sms.sms_param(IN p_params jsonb, IN p_name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT p.value
    FROM jsonb_each_text(p_params) AS p
    WHERE lower(p.key COLLATE "C") = lower(p_name COLLATE "C") AND p.value <> ''
    ORDER BY p.key <> p_name, p.key COLLATE "C"
    LIMIT 1
);

COMMENT ON FUNCTION sms.sms_param(jsonb, text) IS 'The value of one parameter of a callback; case of the name does not count.';
