-- fill: as many messages more as @messages@ says, each like the prototype (one message with its three reports, which went
-- through the procedures), spread over half a year, message by message (CROSS JOIN keeps the order of its tables).
-- Set-based; the caller drops the indexes before and makes them after.
-- Reads and writes sms_callback, sms_status, sms_message. Placeholders: messages, prototype (its message id).
CREATE TEMPORARY TABLE filling AS
WITH RECURSIVE counted (n) AS (
    SELECT 1
    UNION ALL
    SELECT n + 1 FROM counted WHERE n < @messages@
)
SELECT
    n,
    'SM' || lower(hex(randomblob(16))) AS message_id,
    '+1555' || substr('0000000' || abs(random() % 10000000), -7) AS to_number,
    julianday('now') - 180.0 * (1 - n / @messages@.0) AS at
FROM counted;

CREATE TEMPORARY TABLE report AS
SELECT b.*, s.status_id, row_number() OVER (ORDER BY b.callback_id) AS turn
FROM sms_callback AS b
JOIN sms_status AS s USING (callback_id)
WHERE s.message_id = '@prototype@';

CREATE TEMPORARY TABLE prototype AS
SELECT m.*, (SELECT max(callback_id) FROM sms_callback) AS first_id
FROM sms_message AS m
WHERE m.message_id = '@prototype@';

INSERT INTO sms_callback (
    callback_id, provider, kind, url_kind, params, method, path, remote_addr, via, dedupe_key, hits, state, attempts, error,
    received_at, processed_at
)
SELECT
    p.first_id + (f.n - 1) * 3 + r.turn,
    r.provider,
    r.kind,
    r.url_kind,
    replace(replace(r.params, '@prototype@', f.message_id), p.to_number, f.to_number),
    r.method,
    r.path,
    r.remote_addr,
    r.via,
    'token:' || substr(f.message_id, 3, 8) || '-' || substr(f.message_id, 11, 4) || '-' || substr(f.message_id, 15, 4) || '-'
        || substr(f.message_id, 19, 4) || '-' || substr(f.message_id, 23, 11) || r.turn,
    r.hits,
    r.state,
    r.attempts,
    r.error,
    strftime('%Y-%m-%d %H:%M:%f', f.at + r.turn / 86400.0),
    strftime('%Y-%m-%d %H:%M:%f', f.at + r.turn / 86400.0)
FROM filling AS f
CROSS JOIN report AS r
CROSS JOIN prototype AS p;

INSERT INTO sms_status (
    status_id, callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price,
    occurred_at, received_at, applied
)
SELECT
    p.first_id + (f.n - 1) * 3 + r.turn,
    p.first_id + (f.n - 1) * 3 + r.turn,
    s.provider,
    f.message_id,
    s.part_id,
    s.status,
    s.provider_status,
    s.error_code,
    s.error_message,
    s.price,
    s.occurred_at,
    strftime('%Y-%m-%d %H:%M:%f', f.at + r.turn / 86400.0),
    s.applied
FROM filling AS f
CROSS JOIN report AS r
CROSS JOIN prototype AS p
CROSS JOIN sms_status AS s ON s.status_id = r.status_id;

INSERT INTO sms_message (
    provider, message_id, account, from_number, to_number, status, provider_status, status_at, queued_at, sent_at,
    delivered_at, created_at, updated_at
)
SELECT
    p.provider,
    f.message_id,
    p.account,
    p.from_number,
    f.to_number,
    p.status,
    p.provider_status,
    p.status_at,
    strftime('%Y-%m-%d %H:%M:%f', f.at + 1 / 86400.0),
    strftime('%Y-%m-%d %H:%M:%f', f.at + 2 / 86400.0),
    strftime('%Y-%m-%d %H:%M:%f', f.at + 3 / 86400.0),
    strftime('%Y-%m-%d %H:%M:%f', f.at + 1 / 86400.0),
    strftime('%Y-%m-%d %H:%M:%f', f.at + 3 / 86400.0)
FROM filling AS f
CROSS JOIN prototype AS p;
