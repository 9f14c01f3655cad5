-- v_sms_health: one row a provider: when its last callback came, how many in 24 hours, what waits, what failed, and how long
-- it took from arrival to rows (the mean of the callbacks that came in the last hour, in seconds).
-- Reads sms_provider, sms_callback.
CREATE OR REPLACE VIEW sms.v_sms_health AS
SELECT
    p.provider,
    (SELECT MAX(b.received_at) FROM sms.sms_callback AS b WHERE b.provider = p.provider) AS last_callback_at,
    COALESCE(r.callbacks_day, 0) AS callbacks_day,
    COALESCE(o.pending, 0) AS pending,
    COALESCE(o.failed, 0) AS failed,
    o.oldest_pending_at,
    ROUND(r.lag_milliseconds / 1000, 3) AS lag_seconds
FROM sms.sms_provider AS p
LEFT OUTER JOIN (
    SELECT
        b.provider,
        COUNT(*) AS callbacks_day,
        AVG(
            CASE
                WHEN b.received_at >= DATEADD(HOUR, -1, CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP))
                    THEN CAST(DATEDIFF(MILLISECOND, b.received_at, b.processed_at) AS NUMERIC(24, 6))
            END
        ) AS lag_milliseconds
    FROM sms.sms_callback AS b
    WHERE b.received_at >= DATEADD(DAY, -1, CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP))
    GROUP BY b.provider
) AS r ON r.provider = p.provider
LEFT OUTER JOIN (
    SELECT
        b.provider,
        SUM(CASE WHEN b.state = 'pending' THEN 1 ELSE 0 END) AS pending,
        SUM(CASE WHEN b.state = 'failed' THEN 1 ELSE 0 END) AS failed,
        MIN(CASE WHEN b.state = 'pending' THEN b.received_at END) AS oldest_pending_at
    FROM sms.sms_callback AS b
    WHERE b.state IN ('pending', 'failed')
    GROUP BY b.provider
) AS o ON o.provider = p.provider;

COMMENT ON VIEW sms.v_sms_health IS 'Per provider: last callback, callbacks of a day, backlog, failures, lag.';
