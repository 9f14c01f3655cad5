-- indexes: those of the filled tables that have a statement of their own.
SELECT name, sql
FROM sqlite_master
WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('sms_callback', 'sms_status', 'sms_message')
