-- legacy_missing: which of the older applications' tables the database lacks; `install --with legacy` builds on both.
-- Parameters: none.
SELECT n.table_name AS missing
FROM (SELECT 'DBA.sys_sms' AS table_name UNION ALL SELECT 'DBA.sys_sms_status') AS n
WHERE NOT EXISTS (
    SELECT 1
    FROM SYS.SYSTAB AS t
    JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
    WHERE STRING(u.user_name, '.', t.table_name) = n.table_name)
ORDER BY n.table_name;
