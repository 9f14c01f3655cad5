-- schema_catalogue: record what the catalogue says of every object but tables. The installer fills in the statement of catalogue.sql.
UPDATE sms.sms_schema
SET catalogue = c.catalogue
FROM (
{catalogue}
) AS c
WHERE sms_schema.kind IN ('function', 'procedure', 'view', 'role')
  AND c.name = CASE sms_schema.kind
                   WHEN 'role' THEN sms_schema.object
                   ELSE substr(sms_schema.object, length(sms_schema.kind) + 2)
               END;
