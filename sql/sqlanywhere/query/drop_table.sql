-- drop_table: remove a table for good (uninstall), if it is there. The installer fills in the name.
IF EXISTS (
    SELECT 1
    FROM SYS.SYSTAB AS t
    JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
    WHERE u.user_name = 'sms' AND t.table_name = '{name}')
THEN
    DROP TABLE sms.{name};
END IF;
