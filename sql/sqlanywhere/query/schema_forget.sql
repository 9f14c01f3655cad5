-- schema_forget: an object is gone. The installer fills in its name.
DELETE FROM sms.sms_schema
WHERE object = {object};
