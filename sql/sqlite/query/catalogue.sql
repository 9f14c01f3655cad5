-- catalogue: what the database says of its objects now: name, text. A procedure or view is its CREATE VIEW and the triggers on it;
-- the row named 'table' lists each column of every sms_ table. No parameters, since `script` puts this statement into another.
SELECT v.name AS name,
       v.sql || coalesce(
           (SELECT group_concat(char(10) || t.sql, '')
            FROM (SELECT m.sql
                  FROM sqlite_master AS m
                  WHERE m.type = 'trigger' AND m.tbl_name = v.name
                  ORDER BY m.name) AS t), '') AS catalogue
FROM sqlite_master AS v
WHERE v.type = 'view'
UNION ALL
SELECT 'table',
       (SELECT coalesce(group_concat(s.line, char(10)), '')
        FROM (SELECT m.name || '.' || c.name || ' ' || c.type AS line
              FROM sqlite_master AS m, pragma_table_info(m.name) AS c
              WHERE m.type = 'table' AND substr(m.name, 1, 4) = 'sms_'
              ORDER BY line) AS s);
