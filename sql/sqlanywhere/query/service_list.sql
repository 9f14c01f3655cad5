-- service_list: the web services of this database that are ours or might be: name, whether it is enabled, https alone, its
-- user, its statement; and what sms_schema recorded of it (NULL: not made by `service install`).
-- Parameters: none.
SELECT s.service_name AS name,
       s.enabled AS enabled,
       s.secure_required AS secure,
       u.user_name AS service_user,
       s.statement AS statement,
       r.source AS source,
       r.catalogue AS catalogue,
       STRING(s.service_type, ' ', s.auth_required, ' ', s.secure_required, ' ', s.url_path, ' ', u.user_name, ' ', s.statement)
           AS now
  FROM SYS.SYSWEBSERVICE AS s
  LEFT OUTER JOIN SYS.SYSUSER AS u ON u.user_id = s.user_id
  LEFT OUTER JOIN sms.sms_schema AS r ON r.object = 'service/' || s.service_name
 WHERE s.service_name LIKE 'sms/%' OR s.service_name = 'ws_sms_update' OR r.object IS NOT NULL
 ORDER BY s.service_name;
