-- v_sms_health: one row a provider: when its last callback came, how many in 24 hours, what waits, what failed, and how long
-- it took from arrival to rows (the mean of the callbacks that came in the last hour, in seconds).
-- Reads sms_provider, sms_callback. The plus before provider keeps SQLite to the index of open rows.
CREATE VIEW v_sms_health AS
WITH
    open AS (
        SELECT
            b.provider,
            count(*) FILTER (WHERE b.state = 'pending') AS pending,
            count(*) FILTER (WHERE b.state = 'failed') AS failed,
            min(b.received_at) FILTER (WHERE b.state = 'pending') AS oldest_pending_at
        FROM sms_callback AS b
        WHERE b.state <> 'done'
        GROUP BY +b.provider
    ),
    recent AS (
        SELECT
            v.provider,
            count(*) AS callbacks_day,
            avg((julianday(b.processed_at) - julianday(b.received_at)) * 86400.0) FILTER (
                WHERE b.received_at >= strftime('%Y-%m-%d %H:%M:%f', 'now', '-1 hours')
            ) AS lag_seconds
        FROM sms_provider AS v
        CROSS JOIN sms_callback AS b ON b.provider = v.provider
        WHERE b.received_at >= strftime('%Y-%m-%d %H:%M:%f', 'now', '-1 days')
        GROUP BY v.provider
    )
SELECT
    p.provider,
    (SELECT max(b.received_at) FROM sms_callback AS b WHERE b.provider = p.provider) AS last_callback_at,
    coalesce(r.callbacks_day, 0) AS callbacks_day,
    coalesce(o.pending, 0) AS pending,
    coalesce(o.failed, 0) AS failed,
    o.oldest_pending_at,
    round(r.lag_seconds, 3) AS lag_seconds
FROM sms_provider AS p
LEFT JOIN recent AS r ON r.provider = p.provider
LEFT JOIN open AS o ON o.provider = p.provider;
