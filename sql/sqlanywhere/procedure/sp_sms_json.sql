-- sp_sms_json: reads a JSON text: one row a value, its name flattened with dots (docs/rules.md, section 1, p_params).
-- IN p_text: any text, best in ASCII. Letters beyond ASCII in strings are taken as they are.
-- IN p_journal: 0 (default): a request's body, read as the adapter does (sms_callback/adapter/jsonbody.py). A list, or the list
-- `results` of an object if it holds objects and nothing else, is a batch: item 1 to n; what stands beside it is item 0. An item
-- that is no object is one row named @body, is_object 0. name_json and value_json are name and value as JSON strings in ASCII.
-- Values of one name are as many rows, in order of value_id, all with place 0.
-- 1: the journal's own form: one object, item 1; a list of single values is one name with place 0, 1 …; no name_json nor
-- value_json.
-- OUT p_valid: how many callbacks the text holds. Below 1 there are no rows: 0: no JSON; -1: more than 64 levels deep;
-- -2: neither an object nor a list; -3: more than 1000 callbacks; -4: more than max(2 MiB, 2 × length) characters flattened.
-- Writes sms_json_value, which it empties first. Calls sp_sms_json_string.
-- Windows of the text are read, each token in a few statements, and no string is joined letter by letter, so that the time grows
-- with the length and no faster. What is open is a stack in a text, since procedures may nest only so deep.
CREATE OR REPLACE PROCEDURE sms.sp_sms_json(
    IN p_text    LONG VARCHAR,
    OUT p_valid  SMALLINT,
    IN p_journal SMALLINT DEFAULT 0
)
NO RESULT SET
BEGIN
    DECLARE v_quote  VARCHAR(1);
    DECLARE v_back   VARCHAR(1);
    DECLARE v_source LONG BINARY;
    DECLARE v_window LONG VARCHAR;  -- what of the text is being read,
    DECLARE v_mask   LONG VARCHAR;  -- the same without escaped quotes,
    DECLARE v_base   INTEGER;       -- where in the text it begins,
    DECLARE v_at     INTEGER;       -- where in it the next token does,
    DECLARE v_limit  INTEGER;       -- and behind which place the next one is taken.
    DECLARE v_take   INTEGER;
    DECLARE v_length INTEGER;
    DECLARE v_wide   SMALLINT;
    DECLARE v_want   SMALLINT;      -- 1 value, 2 first name or end, 3 name, 4 comma or end, 5 first value or end, 6 colon
    DECLARE v_code   INTEGER;
    DECLARE v_end    INTEGER;
    DECLARE v_stop   INTEGER;
    DECLARE v_raw    LONG VARCHAR;
    DECLARE v_text   LONG VARCHAR;
    DECLARE v_json   LONG VARCHAR;
    DECLARE v_stack  LONG VARCHAR;  -- 33 characters for each open object or list around the one that is being read,
    DECLARE v_entry  VARCHAR(33);
    DECLARE v_depth  INTEGER;
    DECLARE v_close  INTEGER;       -- which itself ends with this code (0: at the top),
    DECLARE v_index  INTEGER;       -- has come to this place, if it is a list,
    DECLARE v_prefix LONG VARCHAR;  -- and whose values' names begin so: as text,
    DECLARE v_path   LONG VARCHAR;  -- and as JSON.
    DECLARE v_key    LONG VARCHAR;
    DECLARE v_spelt  LONG VARCHAR;
    DECLARE v_name   LONG VARCHAR;
    DECLARE v_label  LONG VARCHAR;
    DECLARE v_leaf   SMALLINT;
    DECLARE v_object SMALLINT;
    DECLARE v_id     INTEGER;
    DECLARE v_room   BIGINT;
    DECLARE v_batch  SMALLINT;      -- 1: there is a batch; 2: results is none after all
    DECLARE v_list   INTEGER;       -- how deep it is, while it is being read
    DECLARE v_count  INTEGER;
    DECLARE v_found  INTEGER;       -- how many names are results
    DECLARE v_mute   INTEGER;       -- how deep a list is that is a batch's item,
    DECLARE v_from   INTEGER;       -- and where it begins
    DECLARE v_top    INTEGER;       -- what the text is: 123 an object, 91 a list, 0 a single value
    DECLARE v_slow   INTEGER;       -- where the journal's form has something escaped

    DELETE FROM sms.sms_json_value;
    SET p_valid = 0;
    SET v_quote = CHAR(34);
    SET v_back = CHAR(92);
    SET v_length = COALESCE(LENGTH(p_text), 0);
    SET v_wide = IF COALESCE(BYTE_LENGTH(p_text), 0) = v_length THEN 0 ELSE 1 ENDIF;
    SET v_source = IF v_wide = 0 THEN CAST(p_text AS LONG BINARY) ELSE NULL ENDIF;
    SET v_room = IF v_length > 1048576 THEN 2 * v_length ELSE 2097152 ENDIF;
    SET v_window = '';
    SET v_base = 1;
    SET v_at = 1;
    SET v_limit = 0;
    SET v_take = 4096;
    SET v_want = 1;
    SET v_stack = '';
    SET v_depth = 0;
    SET v_close = 0;
    SET v_prefix = '';
    SET v_path = '';
    SET v_leaf = 0;
    SET v_object = 1;
    SET v_id = 0;
    SET v_batch = 0;
    SET v_list = 0;
    SET v_count = 0;
    SET v_found = 0;
    SET v_mute = 0;
    SET v_top = 0;
    SET v_slow = 0;
    SET v_index = 0;

    tokens:
    LOOP
        IF v_at > v_limit THEN
            -- A token that did not end in the window is looked for in one twice as long.
            IF v_take > 4096 AND v_base + LENGTH(v_window) > v_length THEN
                LEAVE tokens;
            END IF;
            SET v_base = v_base + v_at - 1;
            SET v_at = 1;
            SET v_window = IF v_wide = 0
                THEN CAST(BYTE_SUBSTR(v_source, v_base, v_take) AS LONG VARCHAR)
                ELSE SUBSTR(p_text, v_base, v_take)
            ENDIF;
            SET v_mask = REPLACE(REPLACE(v_window, v_back || v_back, '..'), v_back || v_quote, '..');
            SET v_limit = CASE
                WHEN v_take > 4096 THEN 1
                WHEN v_base + v_take > v_length THEN 2147483647
                ELSE v_take - 64
            END;
            SET v_take = 4096;
        END IF;

        SET v_code = ASCII(SUBSTR(v_window, v_at, 1));
        IF v_list = 2 AND v_depth = 2 AND v_code NOT IN (123, 32, 9, 10, 13)
            AND (v_want = 1 OR (v_want = 5 AND v_code <> 93))
        THEN
            -- An item of results is no object.
            SET v_batch = 2;
            SET v_list = 0;
            SET v_prefix = 'results.';
            SET v_path = v_prefix;
        END IF;

        CASE
            WHEN v_code IN (32, 9, 10, 13) THEN
                SET v_raw = REPLACE(REPLACE(REPLACE(SUBSTR(v_window, v_at, 64), CHAR(9), ' '), CHAR(10), ' '), CHAR(13), ' ');
                SET v_at = v_at + LENGTH(v_raw) - LENGTH(LTRIM(v_raw));

            -- The journal's form, one name and value after the other, as long as nothing in them is escaped.
            WHEN p_journal = 1 AND v_code = 34 AND v_depth = 1 AND v_want IN (2, 3) AND v_slow <> v_base + v_at THEN
                SET v_slow = v_base + v_at;
                plain:
                LOOP
                    SET v_end = LOCATE(v_mask, v_quote, v_at + 1);
                    SET v_stop = LOCATE(v_mask, v_quote, v_end + 3);
                    IF v_end = 0 OR v_stop = 0 OR SUBSTR(v_window, v_end, 3) <> '":"'
                        OR LOCATE(v_window, v_back, v_at) BETWEEN 1 AND v_stop
                    THEN
                        LEAVE plain;
                    END IF;
                    INSERT INTO sms.sms_json_value (value_id, item, name, value, place)
                    VALUES (
                        v_id,
                        1,
                        SUBSTR(v_window, v_at + 1, v_end - v_at - 1),
                        SUBSTR(v_window, v_end + 3, v_stop - v_end - 3),
                        0
                    );
                    SET v_id = v_id + 1;
                    SET v_at = v_stop + 1;
                    IF SUBSTR(v_window, v_at, 2) <> ',"' THEN
                        SET v_want = 4;
                        LEAVE plain;
                    END IF;
                    SET v_at = v_at + 1;
                    SET v_want = 3;
                    SET v_slow = v_base + v_at;
                END LOOP plain;

            WHEN v_want = 4 AND v_code = 44 AND v_depth > 0 THEN
                SET v_at = v_at + 1;
                SET v_want = IF v_close = 125 THEN 3 ELSE 1 ENDIF;
                SET v_index = v_index + 1;
                IF v_depth = v_list THEN
                    SET v_count = v_count + 1;
                END IF;

            WHEN v_code = v_close AND v_depth > 0 AND (v_want = 4 OR v_want = 2 OR v_want = 5) THEN
                SET v_at = v_at + 1;
                -- An empty object or list is a value; not so the callback itself.
                IF v_want <> 4 THEN
                    SET v_text = IF v_close = 125 THEN '{}' ELSE '[]' ENDIF;
                    SET v_json = v_text;
                    IF v_depth = v_list THEN
                        IF v_depth = 2 THEN
                            SET v_name = 'results';
                            SET v_label = v_name;
                            SET v_leaf = 1;
                            SET v_batch = 0;
                        END IF;
                    ELSEIF v_depth = v_list + 1 THEN
                        -- Of an item of results it is not sure yet that it is a callback.
                        IF v_list = 2 THEN
                            SET v_name = '';
                            SET v_label = '';
                            SET v_object = -1;
                            SET v_leaf = 1;
                        END IF;
                    ELSE
                        SET v_name = LEFT(v_prefix, LENGTH(v_prefix) - 1);
                        SET v_label = LEFT(v_path, LENGTH(v_path) - 1);
                        SET v_leaf = 1;
                        IF p_journal = 1 AND v_close = 93 THEN
                            SET v_text = NULL;
                        END IF;
                    END IF;
                END IF;
                SET v_depth = v_depth - 1;
                SET v_entry = RIGHT(v_stack, 33);
                SET v_stack = LEFT(v_stack, 33 * v_depth);
                SET v_close = CAST(LEFT(v_entry, 3) AS INTEGER);
                SET v_index = CAST(SUBSTR(v_entry, 4, 10) AS INTEGER);
                SET v_prefix = LEFT(v_prefix, CAST(SUBSTR(v_entry, 14, 10) AS INTEGER));
                SET v_path = LEFT(v_path, CAST(SUBSTR(v_entry, 24, 10) AS INTEGER));
                SET v_want = 4;
                IF v_depth < v_list THEN
                    SET v_list = 0;
                END IF;
                IF v_depth < v_mute THEN
                    SET v_mute = 0;
                    SET v_name = '@body';
                    SET v_label = v_name;
                    SET v_text = IF v_wide = 0
                        THEN CAST(BYTE_SUBSTR(v_source, v_from, v_base + v_at - 1 - v_from) AS LONG VARCHAR)
                        ELSE SUBSTR(p_text, v_from, v_base + v_at - 1 - v_from)
                    ENDIF;
                    SET v_json = sms.sms_json_text(v_text);
                    SET v_json = SUBSTR(v_json, 2, LENGTH(v_json) - 2);
                    SET v_object = 0;
                    SET v_leaf = 1;
                END IF;

            WHEN v_want = 4 AND v_depth = 0 AND v_base + v_at - 1 > v_length THEN
                SET p_valid = 1;
                LEAVE tokens;

            WHEN v_want = 6 AND v_code = 58 THEN
                SET v_at = v_at + 1;
                SET v_want = 1;

            WHEN v_want IN (4, 6) OR (v_want IN (2, 3) AND v_code <> 34) THEN
                LEAVE tokens;

            WHEN v_code = 34 THEN
                SET v_end = LOCATE(v_mask, v_quote, v_at + 1);
                IF v_end = 0 THEN
                    SET v_take = 2 * LENGTH(v_window) + 4096;
                    SET v_limit = 0;
                ELSE
                    SET v_raw = SUBSTR(v_window, v_at + 1, v_end - v_at - 1);
                    SET v_at = v_end + 1;
                    SET v_text = v_raw;
                    SET v_json = v_raw;
                    IF LOCATE(v_raw, v_back) > 0 OR (p_journal = 0 AND v_raw NOT REGEXP '[ -~]*') THEN
                        CALL sms.sp_sms_json_string(v_raw, 1 - p_journal, v_text, v_json);
                    END IF;
                    IF v_text IS NULL THEN
                        LEAVE tokens;
                    END IF;
                    IF v_want = 2 OR v_want = 3 THEN
                        SET v_key = v_text;
                        SET v_spelt = v_json;
                        SET v_want = 6;
                        IF p_journal = 0 AND v_depth = 1 AND CAST(v_key AS LONG BINARY) = CAST('results' AS LONG BINARY) THEN
                            SET v_found = v_found + 1;
                            SET v_batch = IF v_batch = 1 THEN 2 ELSE v_batch ENDIF;
                        END IF;
                    ELSE
                        SET v_leaf = 2;
                    END IF;
                END IF;

            WHEN v_code = 123 OR v_code = 91 THEN
                IF v_depth = 64 THEN
                    SET p_valid = -1;
                    LEAVE tokens;
                END IF;
                IF v_depth = 1 AND v_list = 1 AND v_code = 91 THEN
                    SET v_mute = 2;
                    SET v_from = v_base + v_at - 1;
                END IF;
                SET v_at = v_at + 1;
                SET v_stack = STRING(
                    v_stack,
                    RIGHT(STRING('00', v_close), 3),
                    RIGHT(STRING('000000000', v_index), 10),
                    RIGHT(STRING('000000000', LENGTH(v_prefix)), 10),
                    RIGHT(STRING('000000000', LENGTH(v_path)), 10));
                IF v_depth = 0 THEN
                    SET v_top = v_code;
                END IF;
                IF p_journal = 0 AND v_code = 91
                    AND (v_depth = 0 OR (v_depth = 1 AND v_close = 125 AND v_found = 1 AND v_batch = 0
                        AND CAST(v_key AS LONG BINARY) = CAST('results' AS LONG BINARY)))
                THEN
                    SET v_batch = 1;
                    SET v_list = v_depth + 1;
                    SET v_count = 1;
                ELSEIF v_depth > v_list THEN
                    SET v_prefix = STRING(v_prefix, IF v_close = 125 THEN v_key ELSE STRING(v_index) ENDIF, '.');
                    SET v_path = STRING(v_path, IF v_close = 125 THEN v_spelt ELSE STRING(v_index) ENDIF, '.');
                END IF;
                SET v_depth = v_depth + 1;
                SET v_close = v_code + 2;
                SET v_index = 0;
                SET v_want = IF v_code = 123 THEN 2 ELSE 5 ENDIF;

            WHEN v_code BETWEEN 48 AND 57 OR (v_code = 45 AND ASCII(SUBSTR(v_window, v_at + 1, 1)) <> 73) THEN
                SET v_text = REGEXP_SUBSTR(v_window, '-?(0|[1-9][0-9]*)([.][0-9]+)?([eE]([+]|-)?[0-9]+)?', v_at);
                IF v_at + COALESCE(LENGTH(v_text), 0) + 2 > LENGTH(v_window) AND v_base + LENGTH(v_window) <= v_length THEN
                    SET v_take = 2 * LENGTH(v_window) + 4096;
                    SET v_limit = 0;
                ELSEIF v_text IS NULL OR SUBSTR(v_window, v_at, LENGTH(v_text)) <> v_text THEN
                    LEAVE tokens;
                ELSE
                    SET v_at = v_at + LENGTH(v_text);
                    SET v_json = v_text;
                    SET v_leaf = 2;
                END IF;

            ELSE
                SET v_text = CASE v_code
                    WHEN 116 THEN 'true'
                    WHEN 102 THEN 'false'
                    WHEN 110 THEN 'null'
                    WHEN 78 THEN 'NaN'
                    WHEN 73 THEN 'Infinity'
                    WHEN 45 THEN '-Infinity'
                END;
                IF v_text IS NULL
                    OR CAST(SUBSTR(v_window, v_at, LENGTH(v_text)) AS LONG BINARY) <> CAST(v_text AS LONG BINARY)
                THEN
                    LEAVE tokens;
                END IF;
                SET v_at = v_at + LENGTH(v_text);
                SET v_text = IF v_code = 110 AND (v_depth <> 1 OR v_list <> 1) THEN NULL ELSE v_text ENDIF;
                SET v_json = v_text;
                SET v_leaf = 2;
        END CASE;

        IF v_leaf = 2 THEN
            SET v_want = 4;
            IF v_close = 125 THEN
                SET v_name = v_prefix || v_key;
                SET v_label = v_path || v_spelt;
            ELSEIF v_depth = v_list THEN
                SET v_name = '@body';
                SET v_label = v_name;
                SET v_object = 0;
            ELSEIF v_depth = 2 AND p_journal = 1 THEN
                SET v_name = LEFT(v_prefix, LENGTH(v_prefix) - 1);
            ELSE
                SET v_name = STRING(v_prefix, v_index);
                SET v_label = STRING(v_path, v_index);
            END IF;
        END IF;
        IF v_leaf > 0 THEN
            IF v_depth > 0 AND v_mute = 0 AND (v_top = 123 OR v_count <= 1000) THEN
                SET v_room = v_room - IF v_object = 1 THEN LENGTH(v_name) + COALESCE(LENGTH(v_text), 0) + 1 ELSE 0 ENDIF;
                IF v_room >= 0 THEN
                    INSERT INTO sms.sms_json_value (value_id, item, name, value, place, name_json, value_json, is_object)
                    VALUES (
                        v_id,
                        CASE WHEN p_journal = 1 THEN 1 WHEN v_list > 0 THEN v_count ELSE 0 END,
                        v_name,
                        v_text,
                        IF p_journal = 1 AND v_leaf = 2 AND v_depth = 2 AND v_close = 93 THEN v_index ELSE 0 ENDIF,
                        IF p_journal = 1 THEN NULL ELSE STRING(v_quote, v_label, v_quote) ENDIF,
                        CASE
                            WHEN p_journal = 1 THEN NULL
                            WHEN v_text IS NULL THEN 'null'
                            ELSE STRING(v_quote, v_json, v_quote)
                        END,
                        v_object
                    );
                    SET v_id = v_id + 1;
                END IF;
            END IF;
            SET v_leaf = 0;
            SET v_object = 1;
        END IF;
    END LOOP tokens;

    IF p_valid = 1 THEN
        IF v_batch = 2 THEN
            UPDATE sms.sms_json_value
            SET
                name = STRING('results.', item - 1, IF is_object = 1 THEN '.' ELSE '' ENDIF, name),
                name_json = STRING('"results.', item - 1, IF is_object = 1 THEN '.' ELSE '' ENDIF, SUBSTR(name_json, 2)),
                is_object = 1,
                item = 0
            WHERE item > 0;
        END IF;
        IF v_top = 123 AND v_batch = 1 THEN
            DELETE FROM sms.sms_json_value WHERE is_object = -1;
        ELSEIF v_top = 123 AND p_journal = 0 THEN
            UPDATE sms.sms_json_value SET item = 1 WHERE item = 0;
        END IF;
        -- What stands beside a batch counts with each of its callbacks.
        IF v_top = 123 AND v_batch > 0 AND v_room >= 0 THEN
            SET v_room = IF v_length > 1048576 THEN 2 * v_length ELSE 2097152 ENDIF - (
                SELECT COALESCE(
                    SUM((LENGTH(j.name) + COALESCE(LENGTH(j.value), 0) + 1) * IF j.item = 0 THEN v_count ELSE 1 ENDIF), 0)
                FROM sms.sms_json_value AS j
            );
        END IF;
        SET p_valid = CASE
            WHEN v_top = 0 OR (v_top = 91 AND p_journal = 1) THEN -2
            WHEN v_batch = 1 AND v_count > 1000 THEN -3
            WHEN v_room < 0 THEN -4
            WHEN v_batch = 1 THEN v_count
            ELSE 1
        END;
    END IF;
    IF p_valid < 1 THEN
        DELETE FROM sms.sms_json_value;
    END IF;
END;

COMMENT ON PROCEDURE sms.sp_sms_json IS 'Reads a JSON text: one row a value, its name flattened with dots.';
