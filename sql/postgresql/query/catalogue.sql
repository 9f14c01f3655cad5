-- catalogue: what the database says of its objects now: name, text. A procedure or function is all its overloads, so that one made by hand
-- shows. A role ('role/sms_web', since a function might be named like it) is what it, and everybody (PUBLIC), may do inside the schema.
-- The row named 'table' lists each column of every sms_ table. No parameters, since `script` puts this statement into another.
-- Needs search_path = sms, on which the spelling depends.
WITH privilege AS (
    SELECT a.grantee, a.privilege_type, a.is_grantable, 'schema sms' AS what
    FROM pg_namespace AS n
    CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS a
    WHERE n.nspname = 'sms'
    UNION ALL
    SELECT a.grantee, a.privilege_type, a.is_grantable, 'table ' || c.relname
    FROM pg_class AS c
    CROSS JOIN LATERAL aclexplode(
        coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner))) AS a
    WHERE c.relnamespace = to_regnamespace('sms') AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT a.grantee, a.privilege_type, a.is_grantable, 'column ' || c.relname || '.' || t.attname
    FROM pg_class AS c
    JOIN pg_attribute AS t ON t.attrelid = c.oid
    CROSS JOIN LATERAL aclexplode(t.attacl) AS a
    WHERE c.relnamespace = to_regnamespace('sms') AND NOT t.attisdropped
    UNION ALL
    SELECT a.grantee, a.privilege_type, a.is_grantable, 'routine ' || p.oid::regprocedure
    FROM pg_proc AS p
    CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
    WHERE p.pronamespace = to_regnamespace('sms')
)
SELECT p.proname::text AS name,
       string_agg(pg_get_functiondef(p.oid), chr(10) ORDER BY pg_get_function_identity_arguments(p.oid)) AS catalogue
FROM pg_proc AS p
WHERE p.pronamespace = to_regnamespace('sms') AND p.prokind IN ('f', 'p', 'w')
GROUP BY p.proname
UNION ALL
SELECT c.relname::text, concat_ws(chr(10), array_to_string(c.reloptions, ', '), pg_get_viewdef(c.oid))
FROM pg_class AS c
WHERE c.relnamespace = to_regnamespace('sms') AND c.relkind = 'v'
UNION ALL
SELECT 'role/' || r.rolname,
       coalesce(
           (SELECT string_agg(line.text, chr(10) ORDER BY line.text)
            FROM (SELECT DISTINCT
                         concat(CASE a.grantee WHEN 0 THEN 'PUBLIC ' END, a.privilege_type, ' on ', a.what,
                                CASE WHEN a.is_grantable THEN ' with grant option' END) COLLATE "C" AS text
                  FROM privilege AS a
                  WHERE a.grantee IN (r.oid, 0)) AS line), '')
FROM pg_roles AS r
WHERE starts_with(r.rolname::text, 'sms_')
UNION ALL
SELECT 'table',
       coalesce(
           string_agg(concat(c.relname, '.', t.attname, ' ', format_type(t.atttypid, t.atttypmod)), chr(10)
                      ORDER BY c.relname COLLATE "C", t.attname COLLATE "C"), '')
FROM pg_class AS c
JOIN pg_attribute AS t ON t.attrelid = c.oid
WHERE c.relnamespace = to_regnamespace('sms') AND c.relkind IN ('r', 'p')
  AND starts_with(c.relname::text, 'sms_') AND t.attnum > 0 AND NOT t.attisdropped;
