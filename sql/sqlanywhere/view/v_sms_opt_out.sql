-- v_sms_opt_out: who is opted out of whose messages now (opted_out 1), and who was.
-- Reads sms_opt_out.
CREATE OR REPLACE VIEW sms.v_sms_opt_out AS
SELECT
    o.provider,
    o.number,
    o.sender,
    CASE
        WHEN o.opted_out_at IS NOT NULL AND (o.opted_in_at IS NULL OR o.opted_in_at < o.opted_out_at) THEN 1
        ELSE 0
    END AS opted_out,
    o.opted_out_at,
    o.opted_in_at,
    o.keyword
FROM sms.sms_opt_out AS o;

COMMENT ON VIEW sms.v_sms_opt_out IS 'Who is opted out of whose messages now, and who was.';
