-- tables: every sms_ table, the newest first, so that none goes before those that refer to it.
SELECT c.relname::text AS name
FROM pg_class AS c
WHERE c.relnamespace = to_regnamespace('sms') AND c.relkind IN ('r', 'p') AND starts_with(c.relname::text, 'sms_')
ORDER BY c.oid DESC;
