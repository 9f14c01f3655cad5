-- callback_open: the journal rows that sp_sms_process would take: pending, or failed and not yet tried often enough; oldest first.
-- Parameters: limit (0 or more).
-- Reads sms_callback along the index on state, sms_setting.
SELECT TOP :limit o.callback_id
  FROM (SELECT callback_id
          FROM sms.sms_callback
         WHERE state = 'pending'
        UNION ALL
        SELECT callback_id
          FROM sms.sms_callback
         WHERE state = 'failed'
           AND attempts < (SELECT CAST(s.value AS INTEGER) FROM sms.sms_setting AS s WHERE s.name = 'process_attempts')
       ) AS o
 ORDER BY o.callback_id
