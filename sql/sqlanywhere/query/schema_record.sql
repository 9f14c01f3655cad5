-- schema_record: record an object as installed now, by the user who is connected. The installer fills in literals.
DELETE FROM sms.sms_schema
WHERE object = {object};
INSERT INTO sms.sms_schema (object, kind, file, sha256, version, source)
VALUES ({object}, {kind}, {file}, {sha256}, {version}, {source});
