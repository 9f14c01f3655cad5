-- poison_reason: why callbacks were set aside: by provider and reason, most first.
-- Reads spool_poison; no body and no number.
SELECT provider,
       poison_reason,
       count(*) AS callbacks,
       min(received_at) AS oldest_at
  FROM spool_poison
 GROUP BY provider, poison_reason
 ORDER BY count(*) DESC, provider, poison_reason
