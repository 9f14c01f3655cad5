-- regexp_whole: REGEXP has to match the whole text.
-- Used by sms_number, sms_time, sp_sms_json.
SELECT
    0 AS expected,
    IF 'abc1' REGEXP '[a-c]+' THEN 1 ELSE 0 ENDIF AS got;
