-- newid: NEWID as a text has 36 characters.
-- Used by sms_same.
SELECT
    36 AS expected,
    LENGTH(CAST(NEWID() AS VARCHAR(36))) AS got;
