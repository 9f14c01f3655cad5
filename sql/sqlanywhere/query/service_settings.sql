-- service_settings: what sp_sms_http finds in sms_setting: the public URL, the proxies that it trusts, the longest body.
-- Parameters: none.
SELECT name, value
  FROM sms.sms_setting
 WHERE name IN ('public_url', 'trusted_proxies', 'max_body');
