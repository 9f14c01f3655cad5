-- schema_catalogue_one: record what the catalogue says of an object that was just installed.
-- Parameters: object, catalogue.
UPDATE sms.sms_schema
SET catalogue = :catalogue
WHERE object = :object;
