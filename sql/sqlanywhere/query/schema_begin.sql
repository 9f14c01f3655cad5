-- schema_begin: are the installer's own tables there?
SELECT COUNT(*) AS found
FROM SYS.SYSTAB AS t
JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
WHERE u.user_name = 'sms' AND t.table_name = 'sms_schema';
