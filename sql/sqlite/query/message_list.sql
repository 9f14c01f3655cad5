-- message_list: messages, newest first.
-- Parameters: :provider, :status, :to_number, :campaign, :since (created_at from then on): NULL is no filter; :failed (1: only those
-- that ended badly), :limit (-1: no limit).
-- Reads sms_message, sms_status_code. Two branches, of which one runs, since SQLite plans before it knows the parameters: with a number by
-- the index on it, without one along the index on created_at until there are enough.
SELECT provider, message_id, account, from_number, to_number, body, status, provider_status, status_at, error_code, error_message,
       parts, price, currency, country, operator, campaign, label, registered_at, queued_at, sent_at, delivered_at, failed_at,
       created_at, updated_at
  FROM sms_message
 WHERE rowid IN (
        SELECT rowid
          FROM (SELECT rowid
                  FROM sms_message
                 WHERE :to_number IS NOT NULL
                   AND to_number = :to_number
                   AND created_at >= coalesce(:since, '')
                   AND (:provider IS NULL OR provider = :provider)
                   AND (:status IS NULL OR status = :status)
                   AND (:campaign IS NULL OR campaign = :campaign)
                   AND (:failed = 0 OR status IN (SELECT c.status FROM sms_status_code AS c WHERE c.outcome = 'bad'))
                 ORDER BY created_at DESC, provider, message_id
                 LIMIT :limit)
        UNION ALL
        SELECT rowid
          FROM (SELECT rowid
                  FROM sms_message
                 WHERE :to_number IS NULL
                   AND created_at >= coalesce(:since, '')
                   AND (:provider IS NULL OR provider = :provider)
                   AND (:status IS NULL OR status = :status)
                   AND (:campaign IS NULL OR campaign = :campaign)
                   AND (:failed = 0 OR status IN (SELECT c.status FROM sms_status_code AS c WHERE c.outcome = 'bad'))
                 ORDER BY created_at DESC, provider, message_id
                 LIMIT :limit)
       )
 ORDER BY created_at DESC, provider, message_id
