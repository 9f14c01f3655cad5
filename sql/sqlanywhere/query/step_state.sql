-- step_state: tables with their columns, indexes, views, procedures, functions and users: by it the installer knows whether
-- the statement before which it was interrupted was executed. `shape` is a column as catalogue.sql lists it, NULL for all
-- else.
-- Parameters: none.
SELECT t.table_name || '.' || c.column_name || ' ' || d.domain_name || '(' || c.width || ',' || c.scale || ')' AS shape,
       c.nulls || ' ' || COALESCE(c."default", '') AS more
FROM SYS.SYSTAB AS t
JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
JOIN SYS.SYSTABCOL AS c ON c.table_id = t.table_id
JOIN SYS.SYSDOMAIN AS d ON d.domain_id = c.domain_id
WHERE u.user_name = 'sms' AND LEFT(t.table_name, 4) = 'sms_'
UNION ALL
SELECT NULL, 'table ' || t.table_name
FROM SYS.SYSTAB AS t
JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
WHERE u.user_name = 'sms'
UNION ALL
SELECT NULL, 'index ' || t.table_name || '.' || i.index_name
FROM SYS.SYSTAB AS t
JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
JOIN SYS.SYSIDX AS i ON i.table_id = t.table_id
WHERE u.user_name = 'sms'
UNION ALL
SELECT NULL, 'procedure ' || p.proc_name
FROM SYS.SYSPROCEDURE AS p
JOIN SYS.SYSUSER AS u ON u.user_id = p.creator
WHERE u.user_name = 'sms'
UNION ALL
SELECT NULL, 'user ' || u.user_name
FROM SYS.SYSUSER AS u;
