-- step_list: what an installation began and did not end: it was interrupted, or goes on at this moment.
-- Parameters: none.
SELECT object, sha256, done, state, shape
FROM sms.sms_schema_step
ORDER BY object;
