-- oldest: callbacks in the order in which they came.
-- Parameters: :after (a spool_id, 0 for the first), :up_to (a spool_id), :limit. Reads spool_callback.
SELECT spool_id,
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
       spooled_at
  FROM spool_callback
 WHERE spool_id > :after
   AND spool_id <= :up_to
 ORDER BY spool_id
 LIMIT :limit
