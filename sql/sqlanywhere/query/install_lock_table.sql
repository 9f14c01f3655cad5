-- install_lock_table: the table that the installer locks; it stays empty.
IF NOT EXISTS (
    SELECT 1
    FROM SYS.SYSTAB AS t
    JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
    WHERE u.user_name = 'sms' AND t.table_name = 'sms_schema_lock')
THEN
    CREATE TABLE sms.sms_schema_lock (
        lock_id INTEGER NOT NULL PRIMARY KEY
    );
END IF;
