-- settle: callbacks that the database has, or that were set aside, leave the spool.
-- Parameters: :spool_ids (a JSON array). Writes spool_callback.
DELETE FROM spool_callback WHERE spool_id IN (SELECT value FROM json_each(:spool_ids))
