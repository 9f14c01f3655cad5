-- script: the frame of the installation by hand, for dbisql. The installer fills in the files, the records of them and the
-- catalogue's statements.
BEGIN
    IF EXISTS (
        SELECT 1
        FROM SYS.SYSTAB AS t
        JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
        WHERE u.user_name = 'sms' AND t.table_name = 'sms_schema')
    THEN
        RAISERROR 20000 'sms-callback is here already: run sms-callback install';
    END IF;
END;

{files}

{records}

{catalogue}

COMMIT;
