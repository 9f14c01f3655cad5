-- replay_select: the journal rows to replay, in the order of arrival.
-- Parameters: since, until (received_at from, and before), provider, state, callback_ids (JSON array of numbers): NULL is no filter;
-- limit (-1: no limit).
-- Reads sms_callback.
SELECT callback_id
  FROM sms.sms_callback
 WHERE (%(since)s::timestamp IS NULL OR received_at >= %(since)s::timestamp)
   AND (%(until)s::timestamp IS NULL OR received_at < %(until)s::timestamp)
   AND (%(provider)s::text IS NULL OR provider = %(provider)s::text)
   AND (%(state)s::text IS NULL OR state = %(state)s::text)
   AND (%(callback_ids)s::text IS NULL OR callback_id IN (SELECT value::bigint FROM json_array_elements_text(%(callback_ids)s::json)))
 ORDER BY callback_id
 LIMIT nullif(%(limit)s::bigint, -1)
