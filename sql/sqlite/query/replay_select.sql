-- replay_select: the journal rows to replay, in the order of arrival.
-- Parameters: :since, :until (received_at from, and before), :provider, :state, :callback_ids (JSON array of numbers): NULL is no filter;
-- :limit (-1: no limit).
-- Reads sms_callback.
SELECT callback_id
  FROM sms_callback
 WHERE (:since IS NULL OR received_at >= :since)
   AND (:until IS NULL OR received_at < :until)
   AND (:provider IS NULL OR provider = :provider)
   AND (:state IS NULL OR state = :state)
   AND (:callback_ids IS NULL OR callback_id IN (SELECT value FROM json_each(:callback_ids)))
 ORDER BY callback_id
 LIMIT :limit
