-- sp_sms_list: the list columns of a callback's kind, if it has any (docs/rules.md, section 4). Internal: sp_sms_work calls it
-- while the callback's parameters are still in sms_call.
-- IN p_provider, p_kind.
-- Leaves in sms_call: read_media, read_counts. Reads sms_call_parameter, sms_provider_field.
CREATE VIEW sp_sms_list AS
SELECT
    NULL AS p_provider,
    NULL AS p_kind;

CREATE TRIGGER sp_sms_list_call INSTEAD OF INSERT ON sp_sms_list
BEGIN
    -- The list columns: a parameter's name is the field's up to its asterisk, and what follows is its place or word.
    UPDATE sms_call
    SET (read_media, read_counts) = (
        WITH
            named AS (
                SELECT f.column_name, f.preference, f.param, p.name, p.value, substr(p.name, length(f.param)) AS rest
                FROM sms_call_parameter AS p
                JOIN sms_provider_field AS f
                    ON f.provider = NEW.p_provider AND f.kind = NEW.p_kind AND f.param GLOB '*[*]'
                    AND substr(p.name, 1, length(f.param) - 1) || '*' = f.param COLLATE NOCASE
            ),
            item AS MATERIALIZED (
                SELECT
                    column_name,
                    rest,
                    value,
                    min((10000 + preference) || (substr(name, 1, length(param) - 1) || '*' <> param) || name) AS first
                FROM named
                WHERE
                    CASE column_name
                        WHEN 'counts'
                            THEN length(value) <= 9 AND value NOT GLOB '*[^0-9]*'
                            AND NOT (instr(hex(rest), 'EDA') OR instr(hex(rest), 'EDB'))
                        ELSE length(rest) BETWEEN 1 AND 9 AND rest NOT GLOB '*[^0-9]*'
                    END
                GROUP BY column_name, CASE column_name WHEN 'counts' THEN rest ELSE CAST(rest AS INTEGER) END
            )
        SELECT
            (
                SELECT
                    CASE WHEN count(*) > 0
                        THEN json_group_array(json_object('url', medium.url, 'content_type', medium.content_type)) END
                FROM (
                    SELECT
                        max(CASE WHEN column_name = 'media_url' THEN value END) AS url,
                        max(CASE WHEN column_name = 'media_type' THEN value END) AS content_type
                    FROM item
                    WHERE column_name <> 'counts'
                    GROUP BY CAST(rest AS INTEGER)
                    HAVING url IS NOT NULL
                    ORDER BY CAST(rest AS INTEGER)
                ) AS medium
            ),
            (
                SELECT CASE WHEN count(*) > 0 THEN json_group_object(rest, CAST(value AS INTEGER)) END
                FROM item
                WHERE column_name = 'counts'
            )
    );
END;
