-- sms_fault: what is wrong with a callback (docs/rules.md, section 2). Internal: sms_understand calls it.
-- IN p_provider; p_params: name → text, NULL if it is not a JSON object; p_kind; p_said: column → text as received;
-- p_made: the same as understood, without what could not be.
-- OUT p_keyless: 1 if a part of the natural key is missing; p_failure: why it cannot be worked; p_note: values left out.
-- Reads sms_provider, sms_kind_column, sms_provider_field.
CREATE OR REPLACE FUNCTION sms.sms_fault(
    IN p_provider  text,
    IN p_params    jsonb,
    IN p_kind      text,
    IN p_said      jsonb,
    IN p_made      jsonb,
    OUT p_keyless  integer,
    OUT p_failure  text,
    OUT p_note     text
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    v_column record;
BEGIN
    SELECT
        max((n.missing AND n.in_key)::integer) AS keyless,
        count(*) AS columns,
        string_agg(
            concat(
                n.column_name, ': ',
                CASE WHEN n.missing THEN 'missing' ELSE concat(length(n.said), ' characters, ', n.max_length, ' fit') END),
            '; ' ORDER BY n.column_name) FILTER (WHERE n.missing OR n.long) AS faults,
        string_agg(
            concat(
                n.column_name, ': ''', left(n.said, 40), ''' is not a ',
                CASE n.type WHEN 'integer' THEN 'whole number' ELSE n.type END),
            '; ' ORDER BY n.column_name) FILTER (WHERE NOT n.missing AND NOT n.long AND n.left_out) AS notes
    INTO v_column
    FROM (
        SELECT
            k.column_name,
            k.type,
            k.max_length,
            p_said ->> k.column_name AS said,
            k.required = 1 AND k.type <> 'list' AND sms.sms_given(p_said ->> k.column_name) IS NULL AS missing,
            k.type <> 'list' AND coalesce(length(p_said ->> k.column_name) > k.max_length, false) AS long,
            p_said ? k.column_name AND NOT p_made ? k.column_name AS left_out,
            EXISTS (
                SELECT
                FROM sms.sms_provider_field AS f
                WHERE f.provider = p_provider AND f.kind = p_kind AND f.column_name = k.column_name AND f.in_key = 1
            ) AS in_key
        FROM sms.sms_kind_column AS k
        WHERE k.kind = p_kind
    ) AS n;
    p_keyless := v_column.keyless;
    p_note := v_column.notes;
    p_failure := CASE
        WHEN p_params IS NULL THEN 'params: not a JSON object'
        WHEN NOT EXISTS (SELECT FROM sms.sms_provider AS v WHERE v.provider = p_provider)
            THEN concat('provider: ''', p_provider, ''' is not in sms_provider')
        WHEN p_params ? '@body' THEN 'body: not understood'
        WHEN p_kind = 'unknown' THEN concat('kind: no rule of provider ''', p_provider, ''' tells what this callback is')
        WHEN v_column.faults IS NOT NULL THEN v_column.faults
        WHEN v_column.columns = 0 THEN concat('kind: ''', p_kind, ''' cannot be worked')
    END;
END
$$;

COMMENT ON FUNCTION sms.sms_fault IS 'What is wrong with a callback: why it cannot be worked, and values left out.';
