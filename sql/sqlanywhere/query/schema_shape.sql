-- schema_shape: keep the columns of all tables with the newest numbered file. The installer fills in its object and the text.
UPDATE sms.sms_schema
SET catalogue = IF object = {object} THEN {catalogue} ELSE NULL ENDIF
WHERE kind = 'table';
