-- catalogue: what the database says of its objects now: name, text. Procedures, functions and views as the server keeps them
-- (the text as it was written where it keeps that). An event ('event/sms_process') is its text; a web service what it calls,
-- and how; a role ('role/sms_web') what it, and everybody (PUBLIC), may do with our objects. The row named 'table' lists
-- each column of every sms_ table. No parameters, since `script` puts this statement into another.
SELECT p.proc_name AS name, COALESCE(p.source, p.proc_defn) AS catalogue
FROM SYS.SYSPROCEDURE AS p
JOIN SYS.SYSUSER AS u ON u.user_id = p.creator
WHERE u.user_name = 'sms'
UNION ALL
SELECT t.table_name, v.view_def
FROM SYS.SYSTAB AS t
JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
JOIN SYS.SYSVIEW AS v ON v.view_object_id = t.object_id
WHERE u.user_name = 'sms'
UNION ALL
SELECT 'event/' || e.event_name, COALESCE(e.source, e.action)
FROM SYS.SYSEVENT AS e
WHERE LEFT(e.event_name, 4) = 'sms_'
UNION ALL
SELECT 'service/' || s.service_name,
       STRING(s.service_type, ' ', s.auth_required, ' ', s.secure_required, ' ', s.url_path, ' ', u.user_name, ' ', s.statement)
FROM SYS.SYSWEBSERVICE AS s
LEFT OUTER JOIN SYS.SYSUSER AS u ON u.user_id = s.user_id
WHERE s.service_name LIKE 'sms/%' OR s.service_name = 'ws_sms_update'
UNION ALL
SELECT 'table',
       COALESCE(
           LIST(t.table_name || '.' || c.column_name || ' ' || d.domain_name || '(' || c.width || ',' || c.scale || ')', CHAR(10)
                ORDER BY t.table_name, c.column_name), '')
FROM SYS.SYSTAB AS t
JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
JOIN SYS.SYSTABCOL AS c ON c.table_id = t.table_id
JOIN SYS.SYSDOMAIN AS d ON d.domain_id = c.domain_id
WHERE u.user_name = 'sms' AND LEFT(t.table_name, 4) = 'sms_'
UNION ALL
SELECT 'role/' || r.user_name,
       COALESCE(LIST(IF l.grantee = r.user_id THEN '' ELSE 'PUBLIC ' ENDIF || l.line, CHAR(10) ORDER BY l.line, l.grantee), '')
FROM SYS.SYSUSER AS r
JOIN SYS.SYSUSER AS e ON e.user_name = 'PUBLIC'
LEFT OUTER JOIN (
    SELECT g.grantee AS grantee,
           STRING(IF g.selectauth <> 'N' THEN 'SELECT ' ENDIF, IF g.insertauth <> 'N' THEN 'INSERT ' ENDIF,
                  IF g.updateauth <> 'N' THEN 'UPDATE ' ENDIF, IF g.deleteauth <> 'N' THEN 'DELETE ' ENDIF,
                  'on table ', t.table_name) AS line
    FROM SYS.SYSTABLEPERM AS g
    JOIN SYS.SYSTAB AS t ON t.table_id = g.stable_id
    JOIN SYS.SYSUSER AS o ON o.user_id = t.creator
    WHERE o.user_name = 'sms' AND STRING(g.selectauth, g.insertauth, g.updateauth, g.deleteauth) <> 'NNNN'
    UNION ALL
    SELECT g.grantee,
           IF g.privilege_type = 1 THEN 'SELECT' ELSE 'UPDATE' ENDIF || ' on column ' || t.table_name || '.' || c.column_name
    FROM SYS.SYSCOLPERM AS g
    JOIN SYS.SYSTAB AS t ON t.table_id = g.table_id
    JOIN SYS.SYSTABCOL AS c ON c.table_id = g.table_id AND c.column_id = g.column_id
    JOIN SYS.SYSUSER AS o ON o.user_id = t.creator
    WHERE o.user_name = 'sms' AND g.privilege_type IN (1, 8)
    UNION ALL
    SELECT g.grantee, 'EXECUTE on routine ' || p.proc_name
    FROM SYS.SYSPROCPERM AS g
    JOIN SYS.SYSPROCEDURE AS p ON p.proc_id = g.proc_id
    JOIN SYS.SYSUSER AS o ON o.user_id = p.creator
    WHERE o.user_name = 'sms'
) AS l ON l.grantee IN (r.user_id, e.user_id)
WHERE LEFT(r.user_name, 4) = 'sms_'
GROUP BY r.user_name;
