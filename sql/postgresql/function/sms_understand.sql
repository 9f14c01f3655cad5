-- sms_understand: what callbacks of one provider are and say (docs/rules.md, sections 1 and 2), each at its place of the arrays.
-- IN p_provider; p_params: name → text, as sms_params gives it (NULL: not a JSON object); p_url_kind.
-- OUT p_kind; p_values: column → value as text, times in UTC; p_key: `<kind>:<column=value|…>` as it is kept, NULL if it
-- cannot be had; p_failure: why it cannot be worked; p_note: values left out.
-- Reads sms_map_provider and sms_map_kind. Calls sms_fault where something is wrong.
CREATE OR REPLACE FUNCTION sms.sms_understand(
    IN p_provider text,
    IN p_params   jsonb[],
    IN p_url_kind text[],
    OUT p_kind    text[],
    OUT p_values  jsonb[],
    OUT p_key     text[],
    OUT p_failure text[],
    OUT p_note    text[]
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    v_odd jsonb[];
BEGIN
    SELECT
        array_agg(c.kind),
        array_agg(CASE WHEN c.odd THEN c.said END),
        array_agg(c.made),
        array_agg(CASE WHEN length(c.key) > 200 THEN sms.sms_key(c.key) ELSE c.key END)
    INTO p_kind, v_odd, p_values, p_key
    FROM (
        SELECT
            k.kind,
            s.said,
            CASE WHEN m.list = 1 THEN s.made || sms.sms_list(p_provider, k.kind, c.params) ELSE s.made END AS made,
            CASE
                WHEN s.said ? 'message_id' OR NOT 'message_id' = ANY (m.in_key) THEN (
                    SELECT k.kind || ':' || string_agg(concat(q.column_name, '=', s.said ->> q.column_name), '|')
                    FROM unnest(m.in_key) AS q (column_name)
                )
            END AS key,
            NOT coalesce(s.plain AND s.said ?& m.required AND NOT c.name ? '@body', false) AS odd
        FROM (
            -- Which parameters are there: the parameters in lower case. That has as many bytes, unless two names became one.
            SELECT
                c.place,
                c.params,
                c.url_kind,
                CASE WHEN pg_column_size(c.name) = pg_column_size(c.params) THEN c.name ELSE sms.sms_names(c.params) END AS name
            FROM (
                SELECT c.place, c.params, c.url_kind, lower(c.params::text COLLATE "C")::jsonb AS name
                FROM unnest(p_params, p_url_kind) WITH ORDINALITY AS c (params, url_kind, place)
                OFFSET 0
            ) AS c
            OFFSET 0
        ) AS c
        LEFT JOIN sms.sms_map_provider AS v ON v.provider = p_provider
        CROSS JOIN LATERAL (
            SELECT coalesce(
                nullif(c.url_kind, ''),
                (
                    SELECT r.kind
                    FROM unnest(v.param, v.name, v.value, v.kind) AS r (param, name, value, kind)
                    WHERE CASE
                        WHEN c.name ->> r.name <> '' THEN
                            r.value IS NULL
                            OR r.value = lower(
                                coalesce(nullif(c.params ->> r.param, ''), sms.sms_param(c.params, r.param)) COLLATE "C")
                    END
                    LIMIT 1
                ),
                'unknown') AS kind
            OFFSET 0
        ) AS k
        LEFT JOIN LATERAL (
            SELECT m.column_name, m.param, m.name, m.format, m.type, m.max_length, m.required, m.in_key, m.list
            FROM sms.sms_map_kind AS m
            WHERE m.provider = p_provider AND m.kind = k.kind
            OFFSET 0
        ) AS m ON true
        -- Of several parameters for a column the last one stays in the object.
        CROSS JOIN LATERAL (
            SELECT
                g.said,
                jsonb_strip_nulls(
                    g.said || g.made
                    || CASE
                        WHEN g.made ->> 'price' <> ''
                            THEN jsonb_build_object('currency', coalesce(g.said ->> 'currency', v.currency))
                        ELSE '{}'
                    END) AS made,
                g.plain
            FROM (
                SELECT
                    coalesce(jsonb_object_agg(f.column_name, f.value), '{}') AS said,
                    coalesce(jsonb_object_agg(f.column_name, f.made) FILTER (WHERE f.type NOT IN ('text', 'list')), '{}') AS made,
                    bool_and(CASE
                        WHEN f.type NOT IN ('text', 'list') THEN f.made IS NOT NULL
                        WHEN length(f.value) > f.max_length THEN false
                        ELSE NOT (f.column_name = ANY (m.required) AND sms.sms_given(f.value) IS NULL)
                    END) AS plain
                FROM (
                    SELECT
                        f.column_name,
                        f.type,
                        f.max_length,
                        f.value,
                        CASE f.type
                            WHEN 'time' THEN to_json(sms.sms_time(f.value, f.format, v.time_zone)) #>> '{}'
                            WHEN 'number' THEN sms.sms_number(f.value)::text
                            WHEN 'integer' THEN substring(f.value FROM '^[0-9]{1,9}$')
                        END AS made
                    FROM (
                        SELECT
                            f.column_name,
                            f.type,
                            f.format,
                            f.max_length,
                            CASE
                                WHEN c.name ->> f.name <> ''
                                    THEN coalesce(nullif(c.params ->> f.param, ''), sms.sms_param(c.params, f.param))
                            END AS value
                        FROM unnest(m.column_name, m.param, m.name, m.type, m.format, m.max_length)
                            AS f (column_name, param, name, type, format, max_length)
                        OFFSET 0
                    ) AS f
                    WHERE f.value IS NOT NULL
                    OFFSET 0
                ) AS f
            ) AS g
            OFFSET 0
        ) AS s
        ORDER BY c.place
    ) AS c;

    -- What is rare stands apart, since PostgreSQL prepares each part of a statement that it executes.
    IF cardinality(array_remove(v_odd, NULL)) > 0 THEN
        SELECT
            array_agg(CASE WHEN f.p_keyless = 1 THEN NULL ELSE c.key END),
            array_agg(f.p_failure),
            array_agg(f.p_note)
        INTO p_key, p_failure, p_note
        FROM unnest(p_params, p_kind, v_odd, p_values, p_key) WITH ORDINALITY AS c (params, kind, said, made, key, place)
        LEFT JOIN LATERAL sms.sms_fault(p_provider, c.params, c.kind, c.said, c.made) AS f ON c.said IS NOT NULL;
    END IF;
END
$$;

COMMENT ON FUNCTION sms.sms_understand(text, jsonb[], text[]) IS 'What callbacks of one provider are and say: kind, values by column, duplicate key, and what is wrong with each.';
