-- sp_sms_read: what a callback of a known kind says (docs/rules.md, section 1, step 3; section 2). Internal:
-- sp_sms_understand calls it and says what it leaves in sms_call.
-- IN p_provider, p_kind.
-- Reads sms_call_parameter, sms_field, sms_kind_column, sms_provider, sms_time_zone. Writes sms_call.
CREATE VIEW sp_sms_read AS
SELECT
    NULL AS p_provider,
    NULL AS p_kind;

CREATE TRIGGER sp_sms_read_call INSTEAD OF INSERT ON sp_sms_read
BEGIN
    UPDATE sms_call
    SET (read_kind, read_values, read_key, read_failure, read_note) = (
        SELECT
            NEW.p_kind,
            json_group_object(said.column_name, said.value),
            CASE
                WHEN
                    total(said.in_key) > 0
                    AND total(
                        CASE
                            WHEN said.value IS NULL THEN
                                said.in_key AND (
                                    (said.required AND (said.raw IS NULL OR trim(said.raw) IN ('', 'null')))
                                    OR (said.raw IS NULL AND said.column_name = 'message_id')
                                )
                        END
                    ) = 0
                    THEN NEW.p_kind || ':'
                    || group_concat(CASE WHEN said.in_key THEN said.column_name || '=' || coalesce(said.raw, '') END, '|')
            END,
            CASE
                WHEN read_failure IS NOT NULL THEN read_failure
                WHEN NOT EXISTS (SELECT 1 FROM sms_provider AS s WHERE s.provider = NEW.p_provider)
                    THEN 'provider: ''' || NEW.p_provider || ''' is not in sms_provider'
                WHEN json_type(read_params, '$."@body"') IS NOT NULL THEN 'body: not understood'
                WHEN NEW.p_kind = 'unknown'
                    THEN 'kind: no rule of provider ''' || NEW.p_provider || ''' tells what this callback is'
                WHEN NOT EXISTS (SELECT 1 FROM sms_kind_column AS k WHERE k.kind = NEW.p_kind)
                    THEN 'kind: ''' || NEW.p_kind || ''' cannot be worked'
                ELSE group_concat(
                    CASE
                        WHEN said.value IS NULL THEN
                            CASE
                                WHEN said.required AND (said.raw IS NULL OR trim(said.raw) IN ('', 'null'))
                                    THEN said.column_name || ': missing'
                                WHEN length(said.raw) > said.max_length
                                    THEN said.column_name || ': ' || length(said.raw) || ' characters, '
                                    || said.max_length || ' fit'
                            END
                    END,
                    '; '
                )
            END,
            group_concat(
                CASE
                    WHEN said.value IS NULL AND said.type <> 'text' AND (length(said.raw) > said.max_length) IS NOT 1
                        THEN said.column_name || ': ''' || substr(said.raw, 1, 40) || ''' is not a '
                        || CASE said.type WHEN 'integer' THEN 'whole number' ELSE said.type END
                END,
                '; '
            )
        FROM (
            -- One row a column, with its best parameter: bare columns are those of the row that has the least min(), which
            -- SQLite guarantees. A value that makes the callback failed is none.
            SELECT
                found.column_name,
                min(found.place) AS place,
                total(found.in_key) > 0 AS in_key,
                found.type,
                found.max_length,
                found.required,
                found.raw,
                CASE
                    WHEN length(found.raw) > found.max_length THEN NULL
                    WHEN found.required AND trim(found.raw) IN ('', 'null') THEN NULL
                    WHEN found.type = 'text' THEN found.raw
                    WHEN found.type = 'time' AND length(found.raw) <= 64 THEN (
                    -- In three steps: local time and the rest; the rest's fraction and the minutes from UTC; UTC. The
                    -- LIMITs keep SQLite from writing a step's expressions into the next wherever it names them.
                    WITH
                        split AS (
                            SELECT
                                CASE found.format
                                    WHEN 'datetime' THEN found.raw
                                    WHEN 'yymmddhhmm' THEN
                                        '20' || substr(found.raw, 1, 2) || '-' || substr(found.raw, 3, 2)
                                        || '-' || substr(found.raw, 5, 2) || ' ' || substr(found.raw, 7, 2)
                                        || ':' || substr(found.raw, 9) || ':00'
                                    WHEN 'unix' THEN
                                        CASE WHEN found.raw GLOB '[0-9]*'
                                            THEN datetime(CAST(found.raw AS INTEGER), 'unixepoch') END
                                    WHEN 'unix_ms' THEN
                                        CASE WHEN found.raw NOT GLOB '*[^0-9]*'
                                            THEN datetime(CAST(found.raw AS INTEGER) / 1000, 'unixepoch') END
                                    ELSE
                                        CASE WHEN substr(found.raw, 11, 1) IN ('T', ' ')
                                            THEN substr(found.raw, 1, 10) || ' ' || substr(found.raw, 12, 8) END
                                END AS local,
                                CASE found.format
                                    WHEN 'datetime' THEN ''
                                    WHEN 'yymmddhhmm' THEN ''
                                    WHEN 'unix' THEN ltrim(found.raw, '0123456789') || 'Z'
                                    WHEN 'unix_ms' THEN printf('.%03dZ', CAST(found.raw AS INTEGER) % 1000)
                                    ELSE substr(found.raw, 20)
                                END AS rest
                            LIMIT 1
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
                                        WHERE v.provider = NEW.p_provider AND z.local_from <= local || '.000'
                                        ORDER BY z.local_from DESC
                                        LIMIT 1
                                    ), 0)
                                    WHEN substr(offset, -2) < '60' AND substr(offset, 2, 2) || substr(offset, -2) <= '1400' THEN
                                        (substr(offset, 1, 1) || '1') * (substr(offset, 2, 2) * 60 + substr(offset, -2))
                                END AS minutes
                            FROM (
                                SELECT
                                    local,
                                    rest,
                                    CASE
                                        WHEN rest = '' THEN ''
                                        WHEN rest GLOB '*Z' THEN 'Z'
                                        WHEN rest GLOB '*[-+][0-9][0-9]:[0-9][0-9]' THEN substr(rest, -6)
                                        WHEN rest GLOB '*[-+][0-9][0-9][0-9][0-9]' THEN substr(rest, -5)
                                        ELSE ''
                                    END AS offset
                                FROM split
                                -- SQLite writes a day or an hour that does not exist as another one.
                                WHERE datetime(local, '+0 days') = local
                            )
                            LIMIT 1
                        ),
                        utc AS (
                            SELECT
                                CASE minutes WHEN 0 THEN local ELSE datetime(local, (-minutes) || ' minutes') END
                                || '.' || substr(substr(fraction, 2) || '000', 1, 3) AS value
                            FROM timed
                            WHERE fraction = '' OR (fraction GLOB '.[0-9]*' AND substr(fraction, 2) NOT GLOB '*[^0-9]*')
                            LIMIT 1
                        )
                    SELECT value FROM utc WHERE value >= '0001'
                )
                    WHEN found.type = 'number' THEN
                        CASE
                            WHEN found.raw GLOB '*[^-+.0-9eE]*' THEN NULL
                            WHEN NOT json_valid(found.raw) THEN NULL
                            WHEN abs(CAST(found.raw AS REAL)) < 10000000000 THEN found.raw
                        END
                    WHEN found.type = 'integer' THEN
                        CASE WHEN length(found.raw) <= 9 AND found.raw NOT GLOB '*[^0-9]*' THEN found.raw END
                END AS value
            FROM (
                SELECT
                    f.column_name, f.type, f.max_length, f.required, f.format, f.in_key, p.value AS raw,
                    f.place || (p.name <> f.spelling) || p.name AS place
                FROM sms_call_parameter AS p
                CROSS JOIN sms_field AS f ON f.provider = NEW.p_provider AND f.kind = NEW.p_kind AND f.param = p.name
                UNION ALL
                -- What is part of the key or required is there in any case.
                SELECT f.column_name, f.type, f.max_length, f.required, NULL, f.in_key, NULL, NULL
                FROM sms_field AS f
                WHERE f.provider = NEW.p_provider AND f.kind = NEW.p_kind AND f.param = char(0)
            ) AS found
            GROUP BY found.column_name
            ORDER BY found.column_name
        ) AS said
    );
END;
