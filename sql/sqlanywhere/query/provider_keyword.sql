-- provider_keyword: the words that opt a phone out or in.
-- Parameters: provider.
-- Reads sms_keyword.
SELECT keyword, action
  FROM sms.sms_keyword
 WHERE provider = :provider
 ORDER BY action DESC, keyword
