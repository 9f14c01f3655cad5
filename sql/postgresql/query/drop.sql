-- drop: remove a view, or a function or procedure with all its overloads, and before it those of our own views that depend on it (the installer
-- makes them again), and the triggers that call it. Anything else that depends on it stops the statement. The installer fills in the name as a literal.
DO $$
DECLARE
    victim text;
BEGIN
    FOR victim IN
        WITH RECURSIVE dependent AS (
            SELECT 'pg_proc'::regclass::oid AS classid, p.oid AS objid
            FROM pg_proc AS p
            WHERE p.pronamespace = to_regnamespace('sms') AND p.proname = {literal}
            UNION
            SELECT 'pg_class'::regclass::oid, c.oid
            FROM pg_class AS c
            WHERE c.relnamespace = to_regnamespace('sms') AND c.relkind = 'v' AND c.relname = {literal}
            UNION
            SELECT 'pg_class'::regclass::oid, w.ev_class
            FROM dependent AS d
            JOIN pg_depend AS p ON p.refclassid = d.classid AND p.refobjid = d.objid AND p.classid = 'pg_rewrite'::regclass
            JOIN pg_rewrite AS w ON w.oid = p.objid
        )
        SELECT string_agg(format('sms.%I', c.relname), ', ')
        FROM dependent AS d
        JOIN pg_class AS c ON c.oid = d.objid AND d.classid = 'pg_class'::regclass
        WHERE c.relnamespace = to_regnamespace('sms') AND c.relkind = 'v'
          AND (c.relname = {literal} OR 'view/' || c.relname IN (SELECT s.object FROM sms.sms_schema AS s))
        HAVING count(*) > 0
    LOOP
        EXECUTE 'DROP VIEW ' || victim;
    END LOOP;
    FOR victim IN
        SELECT format('%I ON sms.%I', t.tgname, c.relname)
        FROM pg_trigger AS t
        JOIN pg_class AS c ON c.oid = t.tgrelid AND c.relnamespace = to_regnamespace('sms')
        JOIN pg_proc AS p ON p.oid = t.tgfoid
        WHERE p.pronamespace = to_regnamespace('sms') AND p.proname = {literal}
    LOOP
        EXECUTE 'DROP TRIGGER ' || victim;
    END LOOP;
    FOR victim IN
        SELECT format('sms.%I(%s)', p.proname, pg_get_function_identity_arguments(p.oid))
        FROM pg_proc AS p
        WHERE p.pronamespace = to_regnamespace('sms') AND p.proname = {literal}
    LOOP
        EXECUTE 'DROP ROUTINE ' || victim;
    END LOOP;
END
$$;
