-- spool_id_before: the last spool_id between two, for reading a damaged file from its end.
-- Parameters: :after, :before (spool_ids). Reads spool_callback.
SELECT spool_id FROM spool_callback WHERE spool_id > :after AND spool_id < :before ORDER BY spool_id DESC LIMIT 1
