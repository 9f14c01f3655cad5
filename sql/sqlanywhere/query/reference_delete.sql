-- reference_delete: a row is no longer shipped, and the DBA had left it as it was. The installer fills in names and literals.
DELETE FROM sms.{table}
WHERE {key};
