-- poison_again: what was set aside goes to the end of the spool, to be tried again. poison_forget follows.
-- Reads spool_poison, writes spool_callback.
INSERT INTO spool_callback
       (provider, params, url_kind, method, path, remote_addr, via, token, digest, error, received_at, reason, spooled_at)
SELECT provider, params, url_kind, method, path, remote_addr, via, token, digest, error, received_at, reason, spooled_at
  FROM spool_poison
 ORDER BY poison_id
