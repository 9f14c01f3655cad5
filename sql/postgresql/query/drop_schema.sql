-- drop_schema: the last step of an uninstall. Stops if anything that is not ours is left in the schema.
DROP SCHEMA IF EXISTS sms;
