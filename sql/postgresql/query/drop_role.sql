-- drop_role: remove a role, unless something else (another database of this server, say) depends on it or this user may not.
-- The installer fills in the name.
DO $$
BEGIN
    IF to_regrole({literal}) IS NOT NULL THEN
        DROP ROLE {name};
    END IF;
EXCEPTION
    WHEN dependent_objects_still_exist OR insufficient_privilege THEN
        RAISE NOTICE 'role % stays: %', {literal}, SQLERRM;
END
$$;
