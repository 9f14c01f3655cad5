-- service_recorded: the web services that `service install` made. Members of sms_admin may ask, too.
-- Parameters: none.
SELECT object
  FROM sms.sms_schema
 WHERE kind = 'service';
