-- locate: LOCATE looks for its second argument in its first, from the third on.
-- Used by sp_sms_json.
SELECT
    5 AS expected,
    LOCATE('abcabc', 'b', 3) AS got;
