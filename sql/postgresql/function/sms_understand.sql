-- sms_understand: what a callback is and says (docs/rules.md, sections 1 and 2). sp_sms_callback and sp_sms_apply call it.
-- IN p_provider; p_params (name → text, as sms_params gives it; NULL: not a JSON object); p_url_kind.
-- OUT p_kind; p_values: column → value as text, times in UTC; p_key: `<kind>:<column=value|…>` as it is kept, NULL if it
-- cannot be had; p_failure: why it cannot be worked; p_note: values left out.
-- Reads the reference tables.
CREATE OR REPLACE FUNCTION sms.sms_understand(
    IN p_provider text,
    IN p_params   jsonb,
    IN p_url_kind text,
    OUT p_kind    text,
    OUT p_values  jsonb,
    OUT p_key     text,
    OUT p_failure text,
    OUT p_note    text
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    v_params jsonb := coalesce(p_params, '{}');
    v_names  jsonb := lower(v_params::text COLLATE "C");
    v_zone   text;
    v_money  text;
    v_known  boolean;
    v_keys   text[];
    v_name   text;
    v_done   text;
    v_column sms.sms_kind_column;
    v_value  text;
    v_list   boolean := false;
    v_faults text;
BEGIN
    -- v_names tells which parameters are there, so that sms_param need not be asked for each: the parameters in lower case.
    -- That has as many bytes, unless two names became one, of which either may be empty.
    IF pg_column_size(v_names) <> pg_column_size(v_params) THEN
        v_names := (
            SELECT jsonb_object_agg(lower(p.key COLLATE "C"), 'x')
            FROM jsonb_each_text(v_params) AS p
            WHERE p.value <> ''
        );
    END IF;
    SELECT
        v.time_zone,
        v.currency,
        (
            SELECT r.kind
            FROM (
                SELECT
                    f.position,
                    f.kind,
                    f.value AS wanted,
                    CASE
                        WHEN v_names ->> lower(f.param COLLATE "C") <> ''
                            THEN coalesce(nullif(v_params ->> f.param, ''), sms.sms_param(v_params, f.param))
                    END AS value
                FROM sms.sms_provider_rule AS f
                WHERE f.provider = v.provider
            ) AS r
            WHERE r.value IS NOT NULL
                AND (r.wanted IS NULL OR lower(r.wanted COLLATE "C") = lower(r.value COLLATE "C"))
            ORDER BY r.position
            LIMIT 1
        )
    INTO v_zone, v_money, p_kind
    FROM sms.sms_provider AS v
    WHERE v.provider = p_provider;
    v_known := FOUND;
    p_kind := coalesce(nullif(p_url_kind, ''), p_kind, 'unknown');

    -- Of several values for a column the preferred one comes last and stays in the object. The rows come in the order of
    -- the primary key, backward; no DISTINCT or ORDER BY among the aggregates, or they would be sorted anew.
    SELECT
        jsonb_object_agg(c.column_name, c.value) FILTER (WHERE c.value IS NOT NULL),
        array_agg(c.column_name::text) FILTER (WHERE c.in_key = 1)
    INTO p_values, v_keys
    FROM (
        SELECT
            f.column_name,
            f.in_key,
            CASE
                WHEN v_names ->> lower(f.param COLLATE "C") <> ''
                    THEN coalesce(nullif(v_params ->> f.param, ''), sms.sms_param(v_params, f.param))
            END AS value
        FROM sms.sms_provider_field AS f
        WHERE f.provider = p_provider AND f.kind = p_kind
        ORDER BY f.column_name DESC, f.preference DESC
    ) AS c;
    p_values := coalesce(p_values, '{}');
    IF v_keys IS NOT NULL AND (p_values ? 'message_id' OR NOT 'message_id' = ANY (v_keys)) THEN
        -- From the last name to the first; a column with several parameters is there several times.
        FOREACH v_name IN ARRAY v_keys LOOP
            IF v_name IS DISTINCT FROM v_done THEN
                p_key := concat(v_name, '=', p_values ->> v_name, '|' || p_key);
            END IF;
            v_done := v_name;
        END LOOP;
        p_key := p_kind || ':' || p_key;
        IF length(p_key) > 200 THEN
            p_key := sms.sms_key(p_key);
        END IF;
    END IF;

    -- A text that is there and fits needs nothing more; these are the other columns.
    FOREACH v_column IN ARRAY ARRAY(
        SELECT k
        FROM sms.sms_kind_column AS k
        WHERE k.kind = p_kind
            AND CASE
                WHEN k.type = 'list' THEN true
                WHEN NOT p_values ? k.column_name THEN k.required = 1
                ELSE k.type <> 'text'
                    OR length(p_values ->> k.column_name) > k.max_length
                    OR (k.required = 1 AND sms.sms_given(p_values ->> k.column_name) IS NULL)
            END
        ORDER BY k.column_name
    )
    LOOP
        v_value := p_values ->> v_column.column_name;
        IF v_column.type = 'list' THEN
            v_list := true;
        ELSIF v_column.required = 1 AND sms.sms_given(v_value) IS NULL THEN
            v_faults := concat(v_faults || '; ', v_column.column_name, ': missing');
            IF v_column.column_name = ANY (v_keys) THEN
                p_key := NULL;
            END IF;
        ELSIF length(v_value) > v_column.max_length THEN
            v_faults := concat(
                v_faults || '; ', v_column.column_name, ': ', length(v_value), ' characters, ', v_column.max_length, ' fit');
        ELSE
            IF v_column.type = 'time' THEN
                SELECT to_char(sms.sms_time(v_value, f.format, v_zone), 'YYYY-MM-DD HH24:MI:SS.MS')
                INTO v_value
                FROM sms.sms_provider_field AS f
                WHERE f.provider = p_provider
                    AND f.kind = p_kind
                    AND f.column_name = v_column.column_name
                    AND v_names ->> lower(f.param COLLATE "C") <> ''
                ORDER BY f.preference
                LIMIT 1;
            ELSE
                v_value := CASE v_column.type
                    WHEN 'number' THEN sms.sms_number(v_value)::text
                    WHEN 'integer' THEN substring(v_value FROM '^[0-9]{1,9}$')
                    ELSE v_value
                END;
            END IF;
            IF v_value IS NULL THEN
                p_note := concat(
                    p_note || '; ', v_column.column_name, ': ''', left(p_values ->> v_column.column_name, 40), ''' is not a ',
                    CASE v_column.type WHEN 'integer' THEN 'whole number' ELSE v_column.type END);
                p_values := p_values - v_column.column_name;
            ELSE
                p_values := p_values || jsonb_build_object(v_column.column_name, v_value);
            END IF;
        END IF;
    END LOOP;

    IF p_values ? 'price' AND v_money IS NOT NULL AND NOT p_values ? 'currency' THEN
        p_values := p_values || jsonb_build_object('currency', v_money);
    END IF;
    IF v_list THEN
        p_values := p_values || sms.sms_list(p_provider, p_kind, v_params);
    END IF;

    IF p_params IS NULL OR NOT v_known OR v_params ? '@body' OR p_kind = 'unknown' OR v_faults IS NOT NULL OR p_values = '{}' THEN
        p_failure := CASE
            WHEN p_params IS NULL THEN 'params: not a JSON object'
            WHEN NOT v_known THEN concat('provider: ''', p_provider, ''' is not in sms_provider')
            WHEN v_params ? '@body' THEN 'body: not understood'
            WHEN p_kind = 'unknown' THEN concat('kind: no rule of provider ''', p_provider, ''' tells what this callback is')
            WHEN v_faults IS NOT NULL THEN v_faults
            WHEN NOT EXISTS (SELECT FROM sms.sms_kind_column AS k WHERE k.kind = p_kind)
                THEN concat('kind: ''', p_kind, ''' cannot be worked')
        END;
    END IF;
END
$$;

COMMENT ON FUNCTION sms.sms_understand(text, jsonb, text) IS 'What a callback is and says: kind, values by column, duplicate key, and what is wrong with it.';
