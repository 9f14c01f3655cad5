-- put: one callback goes to the end of the spool.
-- Parameters: the columns. Writes spool_callback.
INSERT INTO spool_callback
       (provider, params, url_kind, method, path, remote_addr, via, token, digest, error, received_at, reason)
VALUES (:provider, :params, :url_kind, :method, :path, :remote_addr, :via, :token, :digest, :error, :received_at, :reason)
