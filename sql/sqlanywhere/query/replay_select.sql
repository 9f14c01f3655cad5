-- replay_select: the journal rows to replay, in the order of arrival.
-- Parameters: since, until (received_at from, and before), provider, state, callback_ids (JSON array of numbers): NULL is no filter;
-- limit (0 or more).
-- Reads sms_callback.
SELECT TOP :limit callback_id
  FROM sms.sms_callback
 WHERE (CAST(:since AS TIMESTAMP) IS NULL OR received_at >= CAST(:since AS TIMESTAMP))
   AND (CAST(:until AS TIMESTAMP) IS NULL OR received_at < CAST(:until AS TIMESTAMP))
   AND (CAST(:provider AS VARCHAR(32 CHAR)) IS NULL OR provider = CAST(:provider AS VARCHAR(32 CHAR)))
   AND (CAST(:state AS VARCHAR(8 CHAR)) IS NULL OR state = CAST(:state AS VARCHAR(8 CHAR)))
   AND (CAST(:callback_ids AS LONG VARCHAR) IS NULL
        OR callback_id IN (SELECT CAST(k.first_key AS BIGINT) FROM sms.sms_keys(:callback_ids) AS k))
 ORDER BY callback_id
