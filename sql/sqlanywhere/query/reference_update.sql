-- reference_update: a shipped row changed, and the DBA had left it as it was. The installer fills in names and literals.
UPDATE sms.{table}
SET {assignments}
WHERE {key};
