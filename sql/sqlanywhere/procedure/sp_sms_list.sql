-- sp_sms_list: a part of sp_sms_understand: what the list columns of a callback hold (docs/rules.md, section 4): the parameters
-- that start as a field's param up to its asterisk. What follows there is a number that orders them, or a provider's word.
-- IN p_provider, p_kind. Reads sms_json_value and sms_provider_field.
-- Writes sms_work_value: where there is any, media: a JSON array, and counts: a JSON object.
CREATE OR REPLACE PROCEDURE sms.sp_sms_list(IN p_provider LONG VARCHAR, IN p_kind LONG VARCHAR)
NO RESULT SET
BEGIN
    -- The kind's own column of this name has no single parameter.
    DELETE FROM sms.sms_work_value WHERE column_name = 'counts';
    INSERT INTO sms.sms_work_value (column_name, value)
    SELECT
        t.target,
        IF t.target = 'counts' THEN STRING('{', t.items, '}') ELSE STRING('[', t.items, ']') ENDIF
    FROM (
        SELECT m.target, LIST(m.item, ',' ORDER BY m.turn, m.place) AS items
        FROM (
            SELECT
                i.target,
                i.turn,
                i.place,
                IF i.target = 'counts'
                    THEN STRING(sms.sms_json_text(MAX(i.rest)), ':', CAST(MAX(i.value) AS INTEGER))
                    ELSE STRING(
                        '{"url":', sms.sms_json_text(MAX(IF i.column_name = 'media_url' THEN i.value ENDIF)),
                        ',"content_type":', sms.sms_json_text(MAX(IF i.column_name = 'media_type' THEN i.value ENDIF)), '}')
                ENDIF AS item
            FROM (
                SELECT
                    n.column_name,
                    IF n.column_name = 'counts' THEN 'counts' ELSE 'media' ENDIF AS target,
                    n.rest,
                    n.value,
                    n.turn,
                    n.place,
                    ROW_NUMBER() OVER (
                        PARTITION BY n.column_name, n.turn, n.place
                        ORDER BY n.preference, n.differs, CAST(n.name AS LONG BINARY), n.value_id
                    ) AS choice
                FROM (
                    SELECT
                        p.column_name,
                        p.preference,
                        p.differs,
                        p.name,
                        p.value,
                        p.value_id,
                        p.rest,
                        IF p.column_name = 'counts' THEN 0 ELSE CAST(p.rest AS INTEGER) ENDIF AS turn,
                        IF p.column_name = 'counts' THEN CAST(p.rest AS LONG BINARY) ELSE CAST('' AS LONG BINARY) ENDIF AS place
                    FROM (
                        SELECT
                            f.column_name,
                            f.preference,
                            IF CAST(LEFT(j.name, CHAR_LENGTH(f.param) - 1) AS LONG BINARY)
                                = CAST(LEFT(f.param, CHAR_LENGTH(f.param) - 1) AS LONG BINARY) THEN 0 ELSE 1 ENDIF AS differs,
                            j.name,
                            j.value,
                            j.value_id,
                            SUBSTR(j.name, CHAR_LENGTH(f.param)) AS rest
                        FROM sms.sms_provider_field AS f
                        JOIN sms.sms_json_value AS j
                            ON LOWER(LEFT(j.name, CHAR_LENGTH(f.param) - 1)) = LOWER(LEFT(f.param, CHAR_LENGTH(f.param) - 1))
                            AND BYTE_LENGTH(LEFT(j.name, CHAR_LENGTH(f.param) - 1)) = BYTE_LENGTH(f.param) - 1
                        WHERE f.provider = p_provider AND f.kind = p_kind AND RIGHT(f.param, 1) = '*'
                            AND j.place = 0 AND BYTE_LENGTH(j.value) > 0
                    ) AS p
                    WHERE IF p.column_name = 'counts' THEN p.value ELSE p.rest ENDIF REGEXP '[0-9]{1,9}'
                ) AS n
            ) AS i
            WHERE i.choice = 1
            GROUP BY i.target, i.turn, i.place
            HAVING i.target = 'counts' OR MAX(IF i.column_name = 'media_url' THEN i.value ENDIF) IS NOT NULL
        ) AS m
        GROUP BY m.target
    ) AS t;
END;

COMMENT ON PROCEDURE sms.sp_sms_list IS 'A part of sp_sms_understand: what the list columns of a callback hold.';
