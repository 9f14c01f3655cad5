-- schema_saved: keep a text that is about to be replaced. The installer fills in literals; the user is the one who is
-- connected.
INSERT INTO sms.sms_schema_saved (object, text)
VALUES ({object}, {text});
