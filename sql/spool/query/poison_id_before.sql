-- poison_id_before: the last poison_id between two, for reading a damaged file from its end.
-- Parameters: :after, :before (poison_ids). Reads spool_poison.
SELECT poison_id FROM spool_poison WHERE poison_id > :after AND poison_id < :before ORDER BY poison_id DESC LIMIT 1
