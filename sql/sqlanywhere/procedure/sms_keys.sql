-- sms_keys: the rows of a list of keys, for a query's FROM clause: the server has no function that reads JSON.
-- IN p_keys: a JSON list of texts or numbers, or of lists of two or three texts.
-- Returns a row a key, with its parts.
-- Calls sp_sms_json, which empties sms_json_value; writes sms_key_value, where lists that are still being read stay.
CREATE OR REPLACE PROCEDURE sms.sms_keys(IN p_keys LONG VARCHAR)
RESULT (first_key LONG VARCHAR, second_key LONG VARCHAR, third_key LONG VARCHAR)
BEGIN
    DECLARE v_list  INTEGER;
    DECLARE v_valid SMALLINT;

    -- In an object the list is one parameter, and no list of callbacks: its leaves are k.0, k.1 …, or k.0.0, k.0.1 ….
    CALL sms.sp_sms_json(STRING('{"k":', p_keys, '}'), v_valid);
    SET v_list = (SELECT COALESCE(MAX(l.list_id), 0) + 1 FROM sms.sms_key_value AS l);
    INSERT INTO sms.sms_key_value (list_id, place, first_key, second_key, third_key)
    SELECT v_list, a.value_id, a.value, b.value, c.value
    FROM sms.sms_json_value AS a
    LEFT OUTER JOIN sms.sms_json_value AS b
        ON b.value_id = a.value_id + 1 AND a.name LIKE 'k.%.0' AND b.name LIKE 'k.%.1'
    LEFT OUTER JOIN sms.sms_json_value AS c
        ON c.value_id = a.value_id + 2 AND a.name LIKE 'k.%.0' AND c.name LIKE 'k.%.2'
    WHERE a.name LIKE 'k.%.0' OR (a.name LIKE 'k.%' AND a.name NOT LIKE 'k.%.%');

    SELECT l.first_key, l.second_key, l.third_key
    FROM sms.sms_key_value AS l
    WHERE l.list_id = v_list
    ORDER BY l.place;
END;

COMMENT ON PROCEDURE sms.sms_keys IS 'The rows of a JSON list of keys, for queries.';
