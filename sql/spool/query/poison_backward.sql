-- poison_backward: callbacks that were set aside, from the last to the first, for a damaged file.
-- Parameters: :after, :before (the poison_ids between which to look), :limit. Reads spool_poison.
SELECT poison_id,
       provider,
       params,
       url_kind,
       method,
       path,
       remote_addr,
       via,
       token,
       digest,
       error,
       received_at,
       reason,
       spooled_at,
       poison_reason,
       poisoned_at
  FROM spool_poison
 WHERE poison_id > :after
   AND poison_id < :before
 ORDER BY poison_id DESC
 LIMIT :limit
