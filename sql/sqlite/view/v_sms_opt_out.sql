-- v_sms_opt_out: who is opted out of whose messages now (opted_out 1), and who was.
-- Reads sms_opt_out.
CREATE VIEW v_sms_opt_out AS
SELECT
    o.provider,
    o.number,
    o.sender,
    o.opted_out_at IS NOT NULL AND (o.opted_in_at IS NULL OR o.opted_in_at < o.opted_out_at) AS opted_out,
    o.opted_out_at,
    o.opted_in_at,
    o.keyword
FROM sms_opt_out AS o;
