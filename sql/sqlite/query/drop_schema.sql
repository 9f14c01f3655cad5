-- drop_schema: the last step of an uninstall. SQLite has no schemas, so there is nothing to do.
SELECT 1 AS done;
