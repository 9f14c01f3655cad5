-- state: whose spool it is, what it holds, and the bytes that are in use in the file.
-- Reads spool_state, and of spool_callback the first row alone.
SELECT database_label,
       waiting,
       poison,
       made_at,
       (SELECT received_at FROM spool_callback ORDER BY spool_id LIMIT 1) AS oldest_at,
       (SELECT max(spool_id) FROM spool_callback) AS newest_id,
       ((SELECT page_count FROM pragma_page_count()) - (SELECT freelist_count FROM pragma_freelist_count()))
           * (SELECT page_size FROM pragma_page_size()) AS used_bytes
  FROM spool_state
