-- installed: is the head procedure there, and are the records of what is installed? Who may not read those (sms_web) is told
-- so on reading.
SELECT (SELECT COUNT(*)
        FROM SYS.SYSPROCEDURE AS p
        JOIN SYS.SYSUSER AS u ON u.user_id = p.creator
        WHERE u.user_name = 'sms' AND p.proc_name = 'sp_sms_callback') AS head,
       (SELECT COUNT(*)
        FROM SYS.SYSTAB AS t
        JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
        WHERE u.user_name = 'sms' AND t.table_name = 'sms_schema') AS readable;
