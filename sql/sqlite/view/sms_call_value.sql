-- sms_call_value: what the callback that sp_sms_understand is reading says for the columns of its kind. Internal.
-- One row for each column that has a value, is required or is part of the key; not for the column type `list`.
-- Columns: column_name, type, max_length, in_key, raw (the text as received), missing (1: required and not there), too_long
-- (1: does not fit), value (text, number, whole number or UTC time; NULL where raw cannot be one).
-- Reads sms_call (read_kind, read_provider), sms_call_parameter, sms_kind_column, sms_provider_field, sms_provider,
-- sms_time_zone.
CREATE VIEW sms_call_value AS
SELECT
    given.column_name,
    k.type,
    k.max_length,
    given.in_key,
    given.raw,
    k.required AND (given.raw IS NULL OR trim(given.raw) IN ('', 'null')) AS missing,
    coalesce(length(given.raw) > k.max_length, 0) AS too_long,
    CASE
        WHEN length(given.raw) > k.max_length THEN NULL
        WHEN k.type = 'text' THEN given.raw
        WHEN k.type = 'number' THEN
            CASE
                WHEN given.raw GLOB '*[^-+.0-9eE]*' THEN NULL
                WHEN NOT json_valid(given.raw) THEN NULL
                WHEN abs(CAST(given.raw AS REAL)) < 10000000000 THEN given.raw
            END
        WHEN k.type = 'integer' THEN
            CASE WHEN length(given.raw) <= 9 AND given.raw NOT GLOB '*[^0-9]*' THEN given.raw END
        WHEN k.type = 'time' AND length(given.raw) <= 64 THEN (
            -- In four steps: local time and the rest; the rest's fraction and offset; minutes from UTC; UTC.
            WITH
                split AS (
                    SELECT
                        CASE given.format
                            WHEN 'datetime' THEN given.raw
                            WHEN 'yymmddhhmm' THEN
                                '20' || substr(given.raw, 1, 2) || '-' || substr(given.raw, 3, 2) || '-' || substr(given.raw, 5, 2)
                                || ' ' || substr(given.raw, 7, 2) || ':' || substr(given.raw, 9) || ':00'
                            WHEN 'unix' THEN
                                CASE WHEN given.raw GLOB '[0-9]*'
                                    THEN strftime('%Y-%m-%d %H:%M:%S', CAST(given.raw AS INTEGER), 'unixepoch') END
                            WHEN 'unix_ms' THEN
                                CASE WHEN given.raw NOT GLOB '*[^0-9]*'
                                    THEN strftime('%Y-%m-%d %H:%M:%S', CAST(given.raw AS INTEGER) / 1000, 'unixepoch') END
                            ELSE
                                CASE WHEN substr(given.raw, 11, 1) IN ('T', ' ')
                                    THEN substr(given.raw, 1, 10) || ' ' || substr(given.raw, 12, 8) END
                        END AS local,
                        CASE given.format
                            WHEN 'datetime' THEN ''
                            WHEN 'yymmddhhmm' THEN ''
                            WHEN 'unix' THEN ltrim(given.raw, '0123456789') || 'Z'
                            WHEN 'unix_ms' THEN printf('.%03dZ', CAST(given.raw AS INTEGER) % 1000)
                            ELSE substr(given.raw, 20)
                        END AS rest
                ),
                parted AS (
                    SELECT
                        local,
                        rest,
                        CASE
                            WHEN rest GLOB '*Z' THEN 'Z'
                            WHEN rest GLOB '*[-+][0-9][0-9]:[0-9][0-9]' THEN substr(rest, -6)
                            WHEN rest GLOB '*[-+][0-9][0-9][0-9][0-9]' THEN substr(rest, -5)
                            ELSE ''
                        END AS offset
                    FROM split
                    -- SQLite writes a day or an hour that does not exist as another one.
                    WHERE strftime('%Y-%m-%d %H:%M:%S', local, '+0 days') = local
                ),
                timed AS (
                    SELECT
                        local,
                        substr(rest, 1, length(rest) - length(offset)) AS fraction,
                        CASE
                            WHEN offset = 'Z' THEN 0
                            WHEN offset = '' THEN coalesce((
                                SELECT z.offset_minutes
                                FROM sms_provider AS v
                                JOIN sms_time_zone AS z ON z.zone = v.time_zone
                                WHERE v.provider = given.provider AND z.local_from <= local || '.000'
                                ORDER BY z.local_from DESC
                                LIMIT 1
                            ), 0)
                            WHEN substr(offset, -2) < '60' AND substr(offset, 2, 2) || substr(offset, -2) <= '1400' THEN
                                (substr(offset, 1, 1) || '1') * (substr(offset, 2, 2) * 60 + substr(offset, -2))
                        END AS minutes
                    FROM parted
                ),
                utc AS (
                    SELECT
                        strftime('%Y-%m-%d %H:%M:%S', local, (-minutes) || ' minutes')
                        || '.' || substr(substr(fraction, 2) || '000', 1, 3) AS value
                    FROM timed
                    WHERE fraction = '' OR (fraction GLOB '.[0-9]*' AND substr(fraction, 2) NOT GLOB '*[^0-9]*')
                )
            SELECT value FROM utc WHERE value >= '0001'
        )
    END AS value
FROM (
    -- The bare columns format and raw are those of the row that has the least min(): SQLite guarantees it.
    SELECT
        found.provider,
        found.kind,
        found.column_name,
        found.format,
        found.raw,
        total(found.in_key) > 0 AS in_key,
        min(found.place) AS place
    FROM (
        SELECT
            f.provider,
            f.kind,
            f.column_name,
            f.format,
            f.in_key,
            p.value AS raw,
            (10000 + f.preference) || (p.name <> f.param) || p.name AS place
        FROM sms_call AS c
        CROSS JOIN sms_call_parameter AS p
        CROSS JOIN sms_provider_field AS f
            ON f.provider = c.read_provider AND f.kind = c.read_kind AND f.param = p.name COLLATE NOCASE
        UNION ALL
        SELECT f.provider, f.kind, f.column_name, NULL, 1, NULL, NULL
        FROM sms_call AS c
        CROSS JOIN sms_provider_field AS f ON f.provider = c.read_provider AND f.kind = c.read_kind AND f.in_key = 1
        UNION ALL
        SELECT c.read_provider, k.kind, k.column_name, NULL, 0, NULL, NULL
        FROM sms_call AS c
        CROSS JOIN sms_kind_column AS k ON k.kind = c.read_kind AND k.required = 1
    ) AS found
    GROUP BY found.column_name
) AS given
CROSS JOIN sms_kind_column AS k ON k.kind = given.kind AND k.column_name = given.column_name
WHERE k.type <> 'list';
