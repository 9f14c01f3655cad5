-- schema_catalogue: record what the catalogue says of every object but tables. The installer fills in the statement of
-- catalogue.sql.
UPDATE sms.sms_schema
SET catalogue = (
    SELECT c.catalogue
    FROM (
{catalogue}
    ) AS c
    WHERE c.name = IF sms_schema.kind IN ('role', 'event') THEN sms_schema.object
                   ELSE SUBSTR(sms_schema.object, LENGTH(sms_schema.kind) + 2) ENDIF)
WHERE kind IN ('function', 'procedure', 'view', 'event', 'role');
