-- drop_role: remove a role, if it is there. The installer fills in the name.
IF EXISTS (SELECT 1 FROM SYS.SYSUSER WHERE user_name = {literal}) THEN
    DROP USER {name};
END IF;
