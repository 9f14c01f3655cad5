-- schema_record: record an object as installed now, by the user who is connected. The installer fills in literals.
INSERT INTO sms.sms_schema (object, kind, file, sha256, version, source)
VALUES ({object}, {kind}, {file}, {sha256}, {version}, {source})
ON CONFLICT (object) DO UPDATE
SET kind = excluded.kind,
    file = excluded.file,
    sha256 = excluded.sha256,
    version = excluded.version,
    installed_at = excluded.installed_at,
    installed_by = excluded.installed_by,
    source = excluded.source,
    catalogue = NULL;
