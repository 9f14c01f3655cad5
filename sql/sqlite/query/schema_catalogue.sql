-- schema_catalogue: record what the catalogue says of every object but tables. The installer fills in the statement of catalogue.sql.
UPDATE sms_schema
SET catalogue = c.catalogue
FROM (
{catalogue}
) AS c
WHERE sms_schema.kind IN ('procedure', 'view')
  AND c.name = substr(sms_schema.object, length(sms_schema.kind) + 2);
