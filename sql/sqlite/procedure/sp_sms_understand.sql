-- sp_sms_understand: what a callback is and says (docs/rules.md, section 1, steps 1 to 3). Internal: sp_sms_callback
-- and sp_sms_apply call it.
-- IN p_provider, p_params (the journal's JSON), p_url_kind.
-- Leaves in sms_call: read_kind; read_values (JSON object: column → value); read_media, read_counts (the list columns);
-- read_key (`<kind>:<column=value|…>`, NULL if it cannot be had); read_failure (why it cannot be worked); read_note
-- (values left out).
-- Reads the reference tables. Writes sms_call.
CREATE VIEW sp_sms_understand AS
SELECT
    NULL AS p_provider,
    NULL AS p_params,
    NULL AS p_url_kind;

CREATE TRIGGER sp_sms_understand_call INSTEAD OF INSERT ON sp_sms_understand
BEGIN
    -- SQLite's JSON functions end a text at U+0000: its escape becomes that of U+FFFD. An escaped backslash before
    -- the letters u0000 is none; char(1), which JSON cannot hold, stands in for it meanwhile.
    UPDATE sms_call
    SET
        read_callback_id = NULL,
        read_provider = NEW.p_provider,
        read_params = CASE
            WHEN NOT json_valid(NEW.p_params) THEN '{}'
            WHEN json_type(NEW.p_params) <> 'object' THEN '{}'
            WHEN instr(NEW.p_params, '\u0000') > 0
                THEN replace(replace(replace(NEW.p_params, '\\', char(1)), '\u0000', '\ufffd'), char(1), '\\')
            ELSE NEW.p_params
        END,
        read_surrogate = NEW.p_params GLOB '*\u[dD][89a-fA-F]*',
        read_failure = CASE
            WHEN NOT json_valid(NEW.p_params) THEN 'params: not a JSON object'
            WHEN json_type(NEW.p_params) <> 'object' THEN 'params: not a JSON object'
        END,
        read_media = NULL,
        read_counts = NULL;

    UPDATE sms_call
    SET read_kind = coalesce(
        nullif(NEW.p_url_kind, ''),
        (
            SELECT first.kind
            FROM (
                SELECT r.position, r.kind, r.value AS wanted, p.value, min((p.name <> r.param) || p.name)
                FROM sms_call_parameter AS p
                JOIN sms_provider_rule AS r ON r.provider = NEW.p_provider AND r.param = p.name COLLATE NOCASE
                GROUP BY r.position
            ) AS first
            WHERE first.wanted IS NULL OR first.wanted = first.value COLLATE NOCASE
            ORDER BY first.position
            LIMIT 1
        ),
        'unknown'
    );

    UPDATE sms_call
    SET (read_values, read_key, read_failure, read_note) = (
        SELECT
            json_group_object(v.column_name, v.value) FILTER (WHERE v.value IS NOT NULL),
            CASE
                WHEN
                    total(v.in_key) > 0
                    AND total(v.in_key AND (v.missing OR (v.column_name = 'message_id' AND v.raw IS NULL))) = 0
                    THEN read_kind || ':' || group_concat(v.column_name || '=' || coalesce(v.raw, ''), '|') FILTER (WHERE v.in_key)
            END,
            CASE
                WHEN read_failure IS NOT NULL THEN read_failure
                WHEN NOT EXISTS (SELECT 1 FROM sms_provider AS s WHERE s.provider = NEW.p_provider)
                    THEN 'provider: ''' || NEW.p_provider || ''' is not in sms_provider'
                WHEN json_type(read_params, '$."@body"') IS NOT NULL THEN 'body: not understood'
                WHEN read_kind = 'unknown'
                    THEN 'kind: no rule of provider ''' || NEW.p_provider || ''' tells what this callback is'
                WHEN NOT EXISTS (SELECT 1 FROM sms_kind_column AS k WHERE k.kind = read_kind) THEN 'kind: ''' || read_kind || ''' cannot be worked'
                ELSE group_concat(
                    CASE
                        WHEN v.missing THEN v.column_name || ': missing'
                        WHEN v.too_long
                            THEN v.column_name || ': ' || length(v.raw) || ' characters, ' || v.max_length || ' fit'
                    END,
                    '; '
                )
            END,
            group_concat(
                v.column_name || ': ''' || substr(v.raw, 1, 40) || ''' is not a '
                || CASE v.type WHEN 'integer' THEN 'whole number' ELSE v.type END,
                '; '
            ) FILTER (WHERE v.value IS NULL AND v.raw IS NOT NULL AND NOT v.too_long)
        FROM (SELECT * FROM sms_call_value ORDER BY column_name) AS v
    );

    -- The list columns: a parameter's name is the field's up to its asterisk, and what follows is its place or word.
    UPDATE sms_call
    SET (read_media, read_counts) = (
        WITH
            named AS (
                SELECT f.column_name, f.preference, f.param, p.name, p.value, substr(p.name, length(f.param)) AS rest
                FROM sms_call_parameter AS p
                JOIN sms_provider_field AS f
                    ON f.provider = read_provider AND f.kind = read_kind AND f.param GLOB '*[*]'
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
    )
    WHERE EXISTS (
        SELECT 1 FROM sms_kind_column AS k WHERE k.kind = read_kind AND k.type = 'list'
    );

    -- The text of a message stays in the journal alone.
    UPDATE sms_call SET read_params = NULL;
END;
