-- stored: each report that is stored: message, word, how often, and when first (seconds since 1970).
SELECT
    params ->> 'MessageSid',
    params ->> 'MessageStatus',
    count(*),
    extract(epoch FROM min(processed_at))::float8
FROM sms.sms_callback
GROUP BY 1, 2
