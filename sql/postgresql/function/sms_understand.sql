-- sms_understand: what callbacks of one provider are and say (docs/rules.md, sections 1 and 2), each at its place of the arrays.
-- IN p_provider; p_map (as sms_map gives it); p_params, p_name: as sms_params gives them; p_url_kind; p_token: the providers'
-- tokens (NULL: none has one).
-- OUT p_kind; p_values: column → value as text, times in UTC; p_key: `<kind>:<column=value|…>` as it is kept, NULL if it
-- cannot be had, or if nobody needs it; p_failure: why it cannot be worked; p_note: values left out.
-- Reads sms_map_kind. Calls sms_fault where something is wrong, and itself with one kind where there are several.
-- PostgreSQL prepares each part of a statement that it executes: what is rare stands apart.
CREATE OR REPLACE FUNCTION sms.sms_understand(
    IN p_provider text,
    IN p_map      sms.sms_map_provider,
    IN p_params   jsonb[],
    IN p_name     jsonb[],
    IN p_url_kind text[],
    IN p_token    text[],
    OUT p_kind    text[],
    OUT p_values  jsonb[],
    OUT p_key     text[],
    OUT p_failure text[],
    OUT p_note    text[]
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    v_name    jsonb;
    v_kind    text;
    v_map     sms.sms_map_kind;
    v_said    jsonb[];
    v_plain   boolean[];
    v_part    record;
    v_meaning record;
BEGIN
    FOR v_place IN 1..coalesce(cardinality(p_params), 0) LOOP
        v_kind := nullif(p_url_kind[v_place], '');
        IF v_kind IS NULL THEN
            v_name := p_name[v_place];
            FOR v_rule IN 1..coalesce(cardinality(p_map.name), 0) LOOP
                CONTINUE WHEN (v_name ->> p_map.name[v_rule] <> '') IS NOT TRUE;
                IF p_map.value[v_rule] IS NULL
                    OR p_map.value[v_rule] = lower(
                        coalesce(
                            nullif(p_params[v_place] ->> p_map.param[v_rule], ''),
                            sms.sms_param(p_params[v_place], p_map.param[v_rule])
                        ) COLLATE "C")
                THEN
                    v_kind := p_map.kind[v_rule];
                    EXIT;
                END IF;
            END LOOP;
        END IF;
        p_kind[v_place] := coalesce(v_kind, 'unknown');
    END LOOP;

    IF p_kind[1] <> ANY (p_kind) THEN
        FOR v_part IN
            SELECT
                array_agg(c.params) AS params,
                array_agg(c.name) AS name,
                array_agg(c.kind) AS kind,
                array_agg(c.token) AS token,
                array_agg(c.place) AS place
            FROM unnest(p_params, p_name, p_kind, p_token) WITH ORDINALITY AS c (params, name, kind, token, place)
            GROUP BY c.kind
        LOOP
            v_meaning := sms.sms_understand(p_provider, p_map, v_part.params, v_part.name, v_part.kind, v_part.token);
            FOR v_place IN 1..cardinality(v_part.place) LOOP
                p_values[v_part.place[v_place]] := v_meaning.p_values[v_place];
                p_key[v_part.place[v_place]] := v_meaning.p_key[v_place];
                p_failure[v_part.place[v_place]] := v_meaning.p_failure[v_place];
                p_note[v_part.place[v_place]] := v_meaning.p_note[v_place];
            END LOOP;
        END LOOP;
        RETURN;
    END IF;

    SELECT m.* INTO v_map FROM sms.sms_map_kind AS m WHERE m.provider = p_provider AND m.kind = p_kind[1];
    -- A nested loop keeps the order of the callbacks. Of several parameters for a column the last one stays in the object.
    SELECT
        array_agg(s.said),
        array_agg(
            CASE
                WHEN s.made IS NULL THEN s.said
                ELSE jsonb_strip_nulls(
                    s.said || s.made
                    || CASE
                        WHEN s.made ->> 'price' <> ''
                            THEN jsonb_build_object('currency', coalesce(s.said ->> 'currency', p_map.currency))
                        ELSE '{}'
                    END)
            END
            || CASE WHEN v_map.list = 1 THEN sms.sms_list(p_provider, p_kind[1], c.params) ELSE '{}' END),
        array_agg(s.plain AND s.said ?& v_map.required AND NOT c.name ? '@body')
    INTO v_said, p_values, v_plain
    FROM unnest(p_params, p_name) AS c (params, name)
    CROSS JOIN LATERAL (
        SELECT
            coalesce(jsonb_object_agg(f.column_name, f.value), '{}') AS said,
            jsonb_object_agg(f.column_name, f.made) FILTER (WHERE f.type NOT IN ('text', 'list')) AS made,
            bool_and(CASE
                WHEN f.type NOT IN ('text', 'list') THEN f.made IS NOT NULL
                WHEN length(f.value) > f.max_length THEN false
                ELSE NOT (f.column_name = ANY (v_map.required) AND sms.sms_given(f.value) IS NULL)
            END) AS plain
        FROM (
            SELECT
                f.column_name,
                f.type,
                f.max_length,
                f.value,
                CASE f.type
                    WHEN 'time' THEN to_json(sms.sms_time(f.value, f.format, p_map.time_zone)) #>> '{}'
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
                FROM unnest(v_map.column_name, v_map.param, v_map.name, v_map.type, v_map.format, v_map.max_length)
                    AS f (column_name, param, name, type, format, max_length)
                OFFSET 0
            ) AS f
            WHERE f.value IS NOT NULL
            OFFSET 0
        ) AS f
    ) AS s;

    IF ('' < ALL (p_token)) IS NOT TRUE OR p_kind[1] = 'inbound' THEN
        SELECT array_agg(CASE WHEN length(k.key) > 200 THEN sms.sms_key(k.key) ELSE k.key END)
        INTO p_key
        FROM (
            SELECT
                CASE
                    WHEN c.said ? 'message_id' OR NOT 'message_id' = ANY (v_map.in_key) THEN (
                        SELECT p_kind[1] || ':' || string_agg(concat(q.column_name, '=', c.said ->> q.column_name), '|')
                        FROM unnest(v_map.in_key) AS q (column_name)
                    )
                END AS key
            FROM unnest(v_said) AS c (said)
            OFFSET 0
        ) AS k;
    END IF;
    IF (true = ALL (v_plain)) IS NOT TRUE THEN
        SELECT
            array_agg(CASE WHEN f.p_keyless = 1 THEN NULL ELSE c.key END),
            array_agg(f.p_failure),
            array_agg(f.p_note)
        INTO p_key, p_failure, p_note
        FROM unnest(p_params, v_said, v_plain, p_values, p_key) AS c (params, said, plain, made, key)
        LEFT JOIN LATERAL sms.sms_fault(p_provider, c.params, p_kind[1], c.said, c.made) AS f ON c.plain IS NOT TRUE;
    END IF;
END
$$;

COMMENT ON FUNCTION sms.sms_understand IS 'What callbacks of one provider are and say: kind, values by column, duplicate key, and what is wrong with each.';
