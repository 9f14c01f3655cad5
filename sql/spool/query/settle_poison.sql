-- settle_poison: set a callback aside, with what the database said. Its row in spool_callback is deleted by settle.
-- Parameters: :spool_id, :poison_reason. Reads spool_callback, writes spool_poison.
INSERT INTO spool_poison
       (provider, params, url_kind, method, path, remote_addr, via, token, digest, error, received_at, reason, spooled_at,
        poison_reason)
SELECT provider, params, url_kind, method, path, remote_addr, via, token, digest, error, received_at, reason, spooled_at,
       :poison_reason
  FROM spool_callback
 WHERE spool_id = :spool_id
