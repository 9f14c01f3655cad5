-- schema_begin: is the installer's own table there? Until the transaction ends names without a schema mean ours (the data files have none),
-- and the catalogue spells names and literals the same for every user.
SELECT set_config('search_path', 'sms', TRUE) AS search_path,
       set_config('standard_conforming_strings', 'on', TRUE) AS standard_conforming_strings,
       CASE WHEN to_regclass('sms.sms_schema') IS NULL THEN 0 ELSE 1 END AS found;
