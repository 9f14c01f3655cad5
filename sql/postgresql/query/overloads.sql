-- overloads: how many functions or procedures of a name there are.
SELECT count(*) AS found
FROM pg_proc AS p
WHERE p.pronamespace = to_regnamespace('sms') AND p.proname = %(name)s;
