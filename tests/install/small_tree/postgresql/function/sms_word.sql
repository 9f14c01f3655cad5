CREATE OR REPLACE FUNCTION sms.sms_word(p_word text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$ SELECT lower(p_word) $$;
