-- procedure_parameters: the parameters of a procedure of ours, in their order; mode is i (IN) or o (OUT), optional is 1 where
-- a call may leave it out. No rows: there is no such procedure.
-- Parameters: name.
SELECT a.name,
       a.mode::text AS mode,
       CASE WHEN a.position > p.pronargs - p.pronargdefaults AND a.mode = 'i' THEN 1 ELSE 0 END AS optional
  FROM pg_proc AS p
 CROSS JOIN LATERAL unnest(
           p.proargnames,
           coalesce(p.proargmodes, array_fill('i'::"char", ARRAY[cardinality(p.proargnames)]))
       ) WITH ORDINALITY AS a (name, mode, position)
 WHERE p.pronamespace = to_regnamespace('sms')
   AND p.prokind = 'p'
   AND p.proname = %(name)s
 ORDER BY a.position
