-- sp_sms_understand: a part of sp_sms_callback and sp_sms_apply: what a callback is and says (docs/rules.md, sections 1 and 2).
-- IN p_provider, p_params (as in the journal), p_url_kind.
-- OUT p_kind; p_key: `<kind>:<column=value|…>` as it is kept, NULL if it cannot be had; p_failure: why it cannot be worked;
-- p_note: values left out.
-- Leaves in sms_work_value the columns of the kind and what they get, as text, times in UTC: value (what fits), raw (as
-- received).
-- Writes sms_json_value and sms_work_value. Reads the reference tables.
CREATE OR REPLACE PROCEDURE sms.sp_sms_understand(
    IN p_provider  LONG VARCHAR,
    IN p_params    LONG VARCHAR,
    IN p_url_kind  LONG VARCHAR,
    OUT p_kind     LONG VARCHAR,
    OUT p_key      LONG VARCHAR,
    OUT p_failure  LONG VARCHAR,
    OUT p_note     LONG VARCHAR
)
NO RESULT SET
BEGIN
    DECLARE v_valid    SMALLINT;
    DECLARE v_provider VARCHAR(32 CHAR);
    DECLARE v_zone     VARCHAR(40 CHAR);
    DECLARE v_money    VARCHAR(3 CHAR);
    DECLARE v_body     INTEGER;
    DECLARE v_columns  INTEGER;
    DECLARE v_lists    INTEGER;
    DECLARE v_blocked  INTEGER;
    DECLARE v_faults   LONG VARCHAR;

    CALL sms.sp_sms_json(p_params, v_valid, 1);
    -- All NULL if the provider is not known.
    SELECT MAX(v.provider), MAX(v.time_zone), MAX(v.currency)
    INTO v_provider, v_zone, v_money
    FROM sms.sms_provider AS v
    WHERE v.provider = p_provider AND CAST(v.provider AS LONG BINARY) = CAST(p_provider AS LONG BINARY);

    -- Names of parameters are compared without regard to case of ASCII letters: in lower case, and of the same number of bytes.
    SET p_kind = COALESCE(
        NULLIF(p_url_kind, ''),
        (
            SELECT FIRST f.kind
            FROM (
                SELECT
                    r.position,
                    r.kind,
                    r.value AS wanted,
                    j.value,
                    ROW_NUMBER() OVER (
                        PARTITION BY r.position
                        ORDER BY
                            IF CAST(j.name AS LONG BINARY) = CAST(r.param AS LONG BINARY) THEN 0 ELSE 1 ENDIF,
                            CAST(j.name AS LONG BINARY),
                            j.value_id
                    ) AS place
                FROM sms.sms_provider_rule AS r
                JOIN sms.sms_json_value AS j
                    ON LOWER(j.name) = LOWER(r.param) AND BYTE_LENGTH(j.name) = BYTE_LENGTH(r.param)
                WHERE r.provider = v_provider AND j.place = 0 AND BYTE_LENGTH(j.value) > 0
            ) AS f
            WHERE f.place = 1
                AND (f.wanted IS NULL
                    OR (LOWER(f.wanted) = LOWER(f.value) AND BYTE_LENGTH(f.wanted) = BYTE_LENGTH(f.value)))
            ORDER BY f.position
        ),
        'unknown');

    -- Each column of the kind: what it gets, what of that it can hold, and what is wrong with it.
    DELETE FROM sms.sms_work_value;
    INSERT INTO sms.sms_work_value (column_name, raw, in_key, blocks_key, value, fault)
    SELECT
        c.column_name,
        c.raw,
        c.in_key,
        CASE WHEN (c.type <> 'list' AND c.missing = 1) OR (c.column_name = 'message_id' AND c.raw IS NULL) THEN 1 ELSE 0 END,
        CASE
            WHEN CHAR_LENGTH(c.raw) > c.max_length THEN NULL
            WHEN c.raw IS NULL AND c.column_name = 'currency' THEN v_money
            WHEN c.raw IS NULL OR c.type = 'text' THEN c.raw
            WHEN c.type = 'number' THEN CAST(sms.sms_number(c.raw) AS VARCHAR(30))
            WHEN c.type = 'integer' AND c.raw REGEXP '[0-9]{1,9}' THEN c.raw
            WHEN c.type = 'time' THEN DATEFORMAT(sms.sms_time(c.raw, c.format, v_zone), 'yyyy-mm-dd hh:nn:ss.sss')
        END,
        CASE
            WHEN c.type = 'list' THEN NULL
            WHEN c.missing = 1 THEN STRING(c.column_name, ': missing')
            WHEN CHAR_LENGTH(c.raw) > c.max_length
                THEN STRING(c.column_name, ': ', CHAR_LENGTH(c.raw), ' characters, ', c.max_length, ' fit')
        END
    FROM (
        SELECT
            k.column_name,
            k.type,
            k.max_length,
            v.value AS raw,
            v.format,
            COALESCE(v.in_key, 0) AS in_key,
            CASE WHEN k.required = 1 AND sms.sms_given(v.value) IS NULL THEN 1 ELSE 0 END AS missing
        FROM sms.sms_kind_column AS k
        LEFT OUTER JOIN (
            SELECT
                f.column_name,
                f.format,
                j.value,
                MAX(f.in_key) OVER (PARTITION BY f.column_name) AS in_key,
                ROW_NUMBER() OVER (
                    PARTITION BY f.column_name
                    ORDER BY
                        IF j.value IS NULL THEN 1 ELSE 0 ENDIF,
                        f.preference,
                        IF CAST(j.name AS LONG BINARY) = CAST(f.param AS LONG BINARY) THEN 0 ELSE 1 ENDIF,
                        CAST(j.name AS LONG BINARY),
                        j.value_id
                ) AS place
            FROM sms.sms_provider_field AS f
            LEFT OUTER JOIN sms.sms_json_value AS j
                ON LOWER(j.name) = LOWER(f.param) AND BYTE_LENGTH(j.name) = BYTE_LENGTH(f.param)
                AND j.place = 0 AND BYTE_LENGTH(j.value) > 0
            WHERE f.provider = v_provider AND f.kind = p_kind
        ) AS v ON v.column_name = k.column_name AND v.place = 1
        WHERE k.kind = p_kind AND CAST(k.kind AS LONG BINARY) = CAST(p_kind AS LONG BINARY)
    ) AS c;

    SELECT
        COUNT(*),
        COUNT(IF k.type = 'list' THEN 1 ENDIF),
        MAX(IF w.in_key = 1 THEN w.blocks_key ENDIF),
        LIST(
            IF w.in_key = 1 THEN STRING(w.column_name, '=', w.raw) ENDIF,
            '|' ORDER BY CAST(w.column_name AS VARBINARY(128))),
        LIST(w.fault, '; ' ORDER BY CAST(w.column_name AS VARBINARY(128))),
        LIST(
            IF w.value IS NULL AND w.raw IS NOT NULL AND w.fault IS NULL AND k.type NOT IN ('text', 'list')
                THEN STRING(
                    w.column_name, ': ''', LEFT(w.raw, 40), ''' is not a ',
                    IF k.type = 'integer' THEN 'whole number' ELSE k.type ENDIF)
            ENDIF,
            '; ' ORDER BY CAST(w.column_name AS VARBINARY(128)))
    INTO v_columns, v_lists, v_blocked, p_key, v_faults, p_note
    FROM sms.sms_work_value AS w
    JOIN sms.sms_kind_column AS k ON k.kind = p_kind AND k.column_name = w.column_name;

    SET p_note = NULLIF(p_note, '');
    SET p_key = IF v_blocked = 0 THEN sms.sms_key(STRING(p_kind, ':', p_key)) ENDIF;
    SET p_failure = CASE
        WHEN v_valid < 1 THEN 'params: not a JSON object'
        WHEN v_provider IS NULL THEN STRING('provider: ''', p_provider, ''' is not in sms_provider')
        WHEN EXISTS (
            SELECT 1 FROM sms.sms_json_value AS j WHERE CAST(j.name AS LONG BINARY) = CAST('@body' AS LONG BINARY)
        ) THEN 'body: not understood'
        WHEN CAST(p_kind AS LONG BINARY) = CAST('unknown' AS LONG BINARY)
            THEN STRING('kind: no rule of provider ''', p_provider, ''' tells what this callback is')
        WHEN v_columns = 0 THEN STRING('kind: ''', p_kind, ''' cannot be worked')
        WHEN v_faults <> '' THEN v_faults
    END;
    IF v_lists > 0 THEN
        CALL sms.sp_sms_list(v_provider, p_kind);
    END IF;
END;

COMMENT ON PROCEDURE sms.sp_sms_understand IS 'A part of sp_sms_callback and sp_sms_apply: what a callback is and says.';
