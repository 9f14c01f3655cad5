-- schema_saved: keep a text that is about to be replaced. The installer fills in literals.
INSERT INTO sms_schema_saved (object, text, saved_by)
VALUES ({object}, {text}, {saved_by});
