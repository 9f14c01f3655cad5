-- oldest_backward: callbacks from the last to the first, for a damaged file.
-- Parameters: :after, :before (the spool_ids between which to look), :limit. Reads spool_callback.
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
   AND spool_id < :before
 ORDER BY spool_id DESC
 LIMIT :limit
