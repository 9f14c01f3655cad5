-- revoke: take from a role, and from everybody (PUBLIC), all that they may do with our objects, so that its file grants from
-- nothing. The installer fills in the name. The cursor is held, since each REVOKE commits.
BEGIN
    DECLARE v_what LONG VARCHAR;
    DECLARE what_cursor INSENSITIVE CURSOR FOR
        SELECT 'ALL ON sms.' || t.table_name || ' FROM ' || r.user_name
        FROM SYS.SYSTAB AS t
        JOIN SYS.SYSUSER AS o ON o.user_id = t.creator
        JOIN SYS.SYSUSER AS r ON r.user_name IN ({literal}, 'PUBLIC')
        WHERE o.user_name = 'sms'
          AND (EXISTS (SELECT 1 FROM SYS.SYSTABLEPERM AS g WHERE g.stable_id = t.table_id AND g.grantee = r.user_id)
               OR EXISTS (SELECT 1 FROM SYS.SYSCOLPERM AS g WHERE g.table_id = t.table_id AND g.grantee = r.user_id))
        UNION ALL
        SELECT 'EXECUTE ON sms.' || p.proc_name || ' FROM ' || r.user_name
        FROM SYS.SYSPROCEDURE AS p
        JOIN SYS.SYSUSER AS o ON o.user_id = p.creator
        JOIN SYS.SYSPROCPERM AS g ON g.proc_id = p.proc_id
        JOIN SYS.SYSUSER AS r ON r.user_id = g.grantee
        WHERE o.user_name = 'sms' AND r.user_name IN ({literal}, 'PUBLIC');
    OPEN what_cursor WITH HOLD;
    all_of_them: LOOP
        FETCH NEXT what_cursor INTO v_what;
        IF SQLCODE <> 0 THEN
            LEAVE all_of_them;
        END IF;
        EXECUTE IMMEDIATE 'REVOKE ' || v_what;
    END LOOP all_of_them;
    CLOSE what_cursor;
END;
