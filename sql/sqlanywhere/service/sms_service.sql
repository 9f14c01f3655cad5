-- sms_service: one web service that a provider calls: [/database]/sms/<provider>[/<kind>][/<token>], or a name that an existing
-- installation has. `service install` fills in: verb CREATE, or ALTER where it is there (16 and 12 have no OR REPLACE); its
-- name; its provider; its kind, '' where the content or the path tells it; secure ON (https alone) or OFF; state ENABLE or
-- DISABLE.
-- Runs as sms_http, who may execute sp_sms_http and nothing else. URL ON: what follows the name, a token, is its own business.
{verb} SERVICE "{name}"
    TYPE 'RAW'
    AUTHORIZATION OFF
    USER sms_http
    SECURE {secure}
    URL ON
    METHODS 'POST,GET'
    {state}
    AS CALL sms.sp_sms_http('{name}', '{provider}', '{kind}');
