-- drop_table: remove a table for good (uninstall). The installer fills in the name.
DROP TABLE sms.{name};
