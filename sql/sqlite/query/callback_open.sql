-- callback_open: the journal rows that sp_sms_process would take: pending, or failed and not yet tried often enough; oldest first.
-- Parameters: :limit (-1: no limit).
-- Reads sms_callback along the index on the open ones, sms_setting.
SELECT callback_id
  FROM sms_callback
 WHERE state <> 'done'
   AND state = 'pending'
UNION ALL
SELECT callback_id
  FROM sms_callback
 WHERE state <> 'done'
   AND state = 'failed'
   AND attempts < (SELECT CAST(s.value AS INTEGER) FROM sms_setting AS s WHERE s.name = 'process_attempts')
 ORDER BY callback_id
 LIMIT :limit
