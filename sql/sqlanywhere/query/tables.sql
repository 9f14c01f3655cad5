-- tables: every sms_ table, the newest first, so that none goes before those that refer to it.
SELECT t.table_name AS name
FROM SYS.SYSTAB AS t
JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
WHERE u.user_name = 'sms' AND LEFT(t.table_name, 4) = 'sms_'
  AND NOT EXISTS (SELECT 1 FROM SYS.SYSVIEW AS v WHERE v.view_object_id = t.object_id)
ORDER BY t.table_id DESC;
