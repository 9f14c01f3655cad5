-- poison: callbacks that were set aside, in that order.
-- Parameters: :after (a poison_id, 0 for the first), :up_to (a poison_id), :limit. Reads spool_poison.
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
   AND poison_id <= :up_to
 ORDER BY poison_id
 LIMIT :limit
