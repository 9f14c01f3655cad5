-- schema_records: what the installer recorded of each object.
SELECT object, kind, file, sha256, version, installed_at, installed_by, source, catalogue
FROM sms.sms_schema
ORDER BY object;
