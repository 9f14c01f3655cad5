-- regexp_long: REGEXP takes a text of a megabyte.
-- Used by sp_sms_json.
SELECT
    1 AS expected,
    IF REPEAT('a', 1000000) REGEXP '[ -~]*' THEN 1 ELSE 0 ENDIF AS got;
