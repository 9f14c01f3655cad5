-- tables: every sms_ table, the newest first, so that none goes before those that refer to it.
SELECT name
FROM sqlite_master
WHERE type = 'table' AND substr(name, 1, 4) = 'sms_'
ORDER BY rowid DESC;
