-- sms_call_parameter: the parameters of the callback that sp_sms_understand is reading, as name and text. Internal.
-- Reads sms_call (read_params, read_surrogate). Of a list the first element counts; what is empty is not there.
-- JSON escapes can spell half a surrogate pair, which SQLite turns into text that is no UTF-8: each half becomes
-- U+FFFD. Texts longer than any column (16000 characters) are spared that, since they fail anyway.
CREATE VIEW sms_call_parameter AS
SELECT
    one.name,
    CASE
        WHEN one.surrogate AND length(one.value) <= 16000 AND (instr(hex(one.value), 'EDA') OR instr(hex(one.value), 'EDB'))
            THEN (
                WITH RECURSIVE fix (n, t) AS (
                    SELECT 0, one.value
                    UNION ALL
                    SELECT n + 1, replace(t, char(55296 + n), char(65533)) FROM fix WHERE n < 2048
                )
                SELECT t FROM fix WHERE n = 2048
            )
        ELSE one.value
    END AS value
FROM (
    SELECT
        j.key AS name,
        c.read_surrogate AS surrogate,
        CASE j.type
            WHEN 'text' THEN j.value
            WHEN 'array' THEN CAST(json_extract(j.value, '$[0]') AS TEXT)
            WHEN 'true' THEN 'true'
            WHEN 'false' THEN 'false'
            ELSE CAST(j.value AS TEXT)
        END AS value
    FROM sms_call AS c
    JOIN json_each(c.read_params) AS j
) AS one
WHERE one.value <> '';
