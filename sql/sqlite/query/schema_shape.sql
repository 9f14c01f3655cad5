-- schema_shape: keep the columns of all tables with the newest numbered file. The installer fills in its object and the text.
UPDATE sms_schema
SET catalogue = CASE WHEN object = {object} THEN {catalogue} END
WHERE kind = 'table';
