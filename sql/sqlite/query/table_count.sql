-- table_count: how many tables and views of any kind, the engine's own left out. 0: an empty database.
SELECT count(*) AS found
FROM sqlite_master
WHERE substr(name, 1, 7) <> 'sqlite_';
