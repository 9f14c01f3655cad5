-- service_record: what the catalogue says of a web service that was just made, for `verify`.
-- The program fills in literals.
UPDATE sms.sms_schema
   SET catalogue = (
        SELECT STRING(
                   s.service_type, ' ', s.auth_required, ' ', s.secure_required, ' ', s.url_path, ' ', u.user_name,
                   ' ', s.statement)
          FROM SYS.SYSWEBSERVICE AS s
          LEFT OUTER JOIN SYS.SYSUSER AS u ON u.user_id = s.user_id
         WHERE s.service_name = {name}
       )
 WHERE object = {object};
