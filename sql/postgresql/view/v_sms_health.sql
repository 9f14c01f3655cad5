-- v_sms_health: one row a provider: when its last callback came, how many in 24 hours, what waits, what failed, and how long
-- it took from arrival to rows (the mean of the callbacks that came in the last hour, in seconds).
-- Reads sms_provider, sms_callback.
CREATE OR REPLACE VIEW sms.v_sms_health AS
SELECT
    p.provider,
    (SELECT max(b.received_at) FROM sms.sms_callback AS b WHERE b.provider = p.provider) AS last_callback_at,
    coalesce(r.callbacks_day, 0) AS callbacks_day,
    coalesce(o.pending, 0) AS pending,
    coalesce(o.failed, 0) AS failed,
    o.oldest_pending_at,
    round(r.lag_seconds, 3) AS lag_seconds
FROM sms.sms_provider AS p
LEFT JOIN (
    SELECT
        b.provider,
        count(*) AS callbacks_day,
        avg(extract(epoch FROM b.processed_at - b.received_at)) FILTER (
            WHERE b.received_at >= now() AT TIME ZONE 'UTC' - interval '1 hour'
        ) AS lag_seconds
    FROM sms.sms_callback AS b
    WHERE b.received_at >= now() AT TIME ZONE 'UTC' - interval '1 day'
    GROUP BY b.provider
) AS r ON r.provider = p.provider
LEFT JOIN (
    SELECT
        b.provider,
        count(*) FILTER (WHERE b.state = 'pending') AS pending,
        count(*) FILTER (WHERE b.state = 'failed') AS failed,
        min(b.received_at) FILTER (WHERE b.state = 'pending') AS oldest_pending_at
    FROM sms.sms_callback AS b
    WHERE b.state <> 'done'
    GROUP BY b.provider
) AS o ON o.provider = p.provider;

COMMENT ON VIEW sms.v_sms_health IS 'Per provider: last callback, callbacks of a day, backlog, failures, lag.';
COMMENT ON COLUMN sms.v_sms_health.provider IS 'The provider.';
COMMENT ON COLUMN sms.v_sms_health.last_callback_at IS 'When its last callback came (UTC).';
COMMENT ON COLUMN sms.v_sms_health.callbacks_day IS 'Callbacks of the last 24 hours.';
COMMENT ON COLUMN sms.v_sms_health.pending IS 'Callbacks that wait to be worked.';
COMMENT ON COLUMN sms.v_sms_health.failed IS 'Callbacks that failed.';
COMMENT ON COLUMN sms.v_sms_health.oldest_pending_at IS 'Since when the oldest waits (UTC).';
COMMENT ON COLUMN sms.v_sms_health.lag_seconds IS 'Mean seconds from arrival to rows in the last hour.';
