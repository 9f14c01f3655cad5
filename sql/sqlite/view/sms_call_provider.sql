-- sms_call_provider: the providers that have callbacks in the journal, known ones or not. Internal: sp_sms_purge reads it.
-- Reads sms_callback, one step a provider along the index on provider and received_at.
CREATE VIEW sms_call_provider AS
WITH RECURSIVE
    known (provider) AS (
        SELECT (SELECT min(b.provider) FROM sms_callback AS b)
        UNION ALL
        SELECT (SELECT min(b.provider) FROM sms_callback AS b WHERE b.provider > known.provider)
        FROM known
        WHERE known.provider IS NOT NULL
    )
SELECT known.provider
FROM known
WHERE known.provider IS NOT NULL;
