-- sp_sms_understand: what a callback is and says (docs/rules.md, section 1, steps 1 to 3). Internal: sp_sms_callback
-- and sp_sms_apply call it. It cleans the parameters and finds out the kind; sp_sms_read does the rest.
-- IN p_provider, p_params (the journal's JSON), p_url_kind.
-- Leaves in sms_call: read_kind; read_params (cleaned); read_values (JSON object: column → value);
-- read_key (`<kind>:<column=value|…>`, NULL if it cannot be had); read_failure (why it cannot be worked); read_note
-- (values left out).
-- Reads sms_provider_rule.
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
        read_params = CASE
            WHEN NOT json_valid(NEW.p_params) THEN '{}'
            WHEN json_type(NEW.p_params) <> 'object' THEN '{}'
            WHEN instr(NEW.p_params, '\u0000') > 0
                THEN replace(replace(replace(NEW.p_params, '\\', char(1)), '\u0000', '\ufffd'), char(1), '\\')
            ELSE NEW.p_params
        END,
        read_failure = CASE
            WHEN NOT json_valid(NEW.p_params) THEN 'params: not a JSON object'
            WHEN json_type(NEW.p_params) <> 'object' THEN 'params: not a JSON object'
        END;

    INSERT INTO sp_sms_surrogate (p_found)
    VALUES (instr(NEW.p_params, '\u') > 0 AND NEW.p_params GLOB '*\u[dD][89a-fA-F]*');

    -- Of a rule whose parameter came in several spellings the best one counts: bare columns are those of the row that has
    -- the min(), which SQLite guarantees.
    INSERT INTO sp_sms_read (p_provider, p_kind)
    VALUES (
        NEW.p_provider,
        coalesce(
            nullif(NEW.p_url_kind, ''),
            (
                SELECT r.kind
                FROM sms_call_parameter AS p
                CROSS JOIN sms_provider_rule AS r ON r.provider = NEW.p_provider AND r.param = p.name COLLATE NOCASE
                GROUP BY r.position
                HAVING
                    (r.value IS NULL OR r.value = p.value COLLATE NOCASE)
                    AND min((p.name <> r.param) || p.name) IS NOT NULL
                ORDER BY r.position
                LIMIT 1
            ),
            'unknown'
        )
    );
END;
