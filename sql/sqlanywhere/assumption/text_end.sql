-- text_end: Behind the end of a text LOCATE gives 0 and SUBSTR an empty text.
-- Used by sp_sms_json.
SELECT
    '0:' AS expected,
    STRING(LOCATE('abc', 'b', 9), ':', SUBSTR('abc', 9, 2)) AS got;
