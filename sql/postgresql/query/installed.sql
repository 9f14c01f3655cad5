-- installed: is the head procedure there, and may this user read what is installed (sms_web may not)?
SELECT (SELECT count(*)
        FROM pg_proc AS p
        WHERE p.pronamespace = to_regnamespace('sms') AND p.proname = 'sp_sms_callback') AS head,
       (SELECT count(*)
        FROM pg_class AS c
        WHERE c.relnamespace = to_regnamespace('sms') AND c.relname = 'sms_schema'
          AND has_schema_privilege(c.relnamespace, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')) AS readable;
