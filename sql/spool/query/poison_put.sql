-- poison_put: one callback that was set aside in a file that is no more.
-- Parameters: the columns. Writes spool_poison.
INSERT INTO spool_poison
       (provider, params, url_kind, method, path, remote_addr, via, token, digest, error, received_at, reason, spooled_at,
        poison_reason, poisoned_at)
VALUES (:provider, :params, :url_kind, :method, :path, :remote_addr, :via, :token, :digest, :error, :received_at, :reason,
        :spooled_at, :poison_reason, :poisoned_at)
