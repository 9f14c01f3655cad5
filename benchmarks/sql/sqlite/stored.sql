-- stored: each report that is stored: message, word, how often, and when first (seconds since 1970).
SELECT
    json_extract(params, '$.MessageSid'),
    json_extract(params, '$.MessageStatus'),
    count(*),
    (julianday(min(processed_at)) - 2440587.5) * 86400.0
FROM sms_callback
GROUP BY 1, 2
