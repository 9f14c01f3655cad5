-- step_begin: the installation of an object, or of a numbered file's next statement, begins.
-- Parameters: object, sha256 (of its file), done (statements of the file that are done), state (the catalogue before the
-- next one), shape (the columns that our files have made so far).
INSERT INTO sms.sms_schema_step (object, sha256, done, state, shape)
VALUES (:object, :sha256, :done, :state, :shape);
