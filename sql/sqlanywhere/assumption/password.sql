-- password: A user without a password is kept without one, so that nobody logs in as it.
-- Used by the roles and the web service user.
SELECT
    4 AS expected,
    COUNT(*) AS got
FROM SYS.SYSUSER AS u
WHERE u.user_name IN ('sms', 'sms_web', 'sms_reader', 'sms_http') AND u.password IS NULL;
