-- drop: remove a view, procedure, function or event, if it is there. The installer fills in the name.
BEGIN
    DECLARE v_kind VARCHAR(16);
    SELECT 'VIEW' INTO v_kind
    FROM SYS.SYSTAB AS t
    JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
    JOIN SYS.SYSVIEW AS v ON v.view_object_id = t.object_id
    WHERE u.user_name = 'sms' AND t.table_name = {literal};
    IF v_kind IS NULL THEN
        SELECT IF EXISTS (SELECT 1 FROM SYS.SYSPROCPARM AS r WHERE r.proc_id = p.proc_id AND r.parm_type = 4)
               THEN 'FUNCTION' ELSE 'PROCEDURE' ENDIF INTO v_kind
        FROM SYS.SYSPROCEDURE AS p
        JOIN SYS.SYSUSER AS u ON u.user_id = p.creator
        WHERE u.user_name = 'sms' AND p.proc_name = {literal};
    END IF;
    IF v_kind IS NOT NULL THEN
        EXECUTE IMMEDIATE 'DROP ' || v_kind || ' sms.{name}';
    END IF;
END;
