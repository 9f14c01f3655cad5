-- owned: everything that user sms owns, by kind and name.
-- Parameters: none.
SELECT 'table' AS kind, t.table_name AS name
FROM SYS.SYSTAB AS t
JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
WHERE u.user_name = 'sms' AND NOT EXISTS (SELECT 1 FROM SYS.SYSVIEW AS v WHERE v.view_object_id = t.object_id)
UNION ALL
SELECT 'view', t.table_name
FROM SYS.SYSTAB AS t
JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
JOIN SYS.SYSVIEW AS v ON v.view_object_id = t.object_id
WHERE u.user_name = 'sms'
UNION ALL
SELECT 'procedure', p.proc_name
FROM SYS.SYSPROCEDURE AS p
JOIN SYS.SYSUSER AS u ON u.user_id = p.creator
WHERE u.user_name = 'sms'
ORDER BY 1, 2;
