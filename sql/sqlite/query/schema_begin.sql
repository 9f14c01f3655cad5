-- schema_begin: is the installer's own table there?
SELECT count(*) AS found
FROM sqlite_master
WHERE type = 'table' AND name = 'sms_schema';
