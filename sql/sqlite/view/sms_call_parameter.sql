-- sms_call_parameter: the parameters of the callback that sp_sms_understand is reading, as name and text. Internal.
-- Reads sms_call (read_params). Of a list the first element counts; what is empty is not there.
CREATE VIEW sms_call_parameter AS
SELECT
    one.name,
    one.value
FROM (
    SELECT
        j.key AS name,
        CASE j.type
            WHEN 'text' THEN j.atom
            WHEN 'array' THEN CAST(json_extract(j.value, '$[0]') AS TEXT)
            WHEN 'true' THEN 'true'
            WHEN 'false' THEN 'false'
            ELSE CAST(j.value AS TEXT)
        END AS value
    FROM sms_call AS c
    CROSS JOIN json_each(c.read_params) AS j
) AS one
WHERE one.value <> '';
