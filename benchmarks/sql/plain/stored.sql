-- stored: each report that is stored: message, word, how often, and when first (seconds since 1970).
SELECT message_id, status, count(*), extract(epoch FROM min(received_at))::float8
FROM plain.history
GROUP BY message_id, status
