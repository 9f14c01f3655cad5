-- step_end: an object is installed, or its next statement is about to begin.
-- Parameters: object.
DELETE FROM sms.sms_schema_step
WHERE object = :object;
