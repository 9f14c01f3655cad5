-- sp_sms_http_items: a part of sp_sms_http: the callbacks of a request that may in, as sp_sms_callback takes them. A form or an
-- object is one, a JSON list is one for each item; a body that cannot be read is one that holds it as @body, with the reason.
-- IN p_form, p_charset, p_raw: as in sp_sms_http_read. OUT p_count: how many.
-- Reads and writes sms_http_pair, writes sms_http_item.
CREATE OR REPLACE PROCEDURE sms.sp_sms_http_items(
    IN p_form    VARCHAR(12),
    IN p_charset LONG VARCHAR,
    IN p_raw     LONG BINARY,
    OUT p_count  INTEGER
)
BEGIN
    DECLARE v_error LONG VARCHAR;
    DECLARE v_item  INTEGER;
    DECLARE v_valid SMALLINT;

    SET p_count = 1;
    IF p_form = 'other' AND BYTE_LENGTH(p_raw) > 0 THEN
        CALL sms.sp_sms_http_json(p_raw, p_charset, v_valid);
        IF v_valid > 0 THEN
            SET p_count = v_valid;
        ELSE
            -- Some providers send JSON as text/plain, or without a type; where it is none, the type may be to blame.
            SET v_error = CASE
                WHEN LOCATE(COALESCE(sms.sms_header_option(HTTP_HEADER('Content-Type'), ''), ''), 'json') = 0
                    THEN 'body: neither a form nor JSON'
                WHEN v_valid = -1 THEN 'body: the JSON is more than 64 levels deep'
                WHEN v_valid = -2 THEN 'body: the JSON is neither an object nor a list'
                WHEN v_valid = -3 THEN 'body: more than 1000 callbacks'
                WHEN v_valid = -4 THEN 'body: the JSON is too large when its names are flattened'
                ELSE 'body: not JSON'
            END;
            CALL sms.sp_sms_http_pair(1, CAST('@body' AS LONG BINARY), sms.sms_recoded(p_raw, p_charset));
        END IF;
    END IF;

    DELETE FROM sms.sms_http_item;
    SET v_item = 1;
    WHILE v_item <= p_count LOOP
        INSERT INTO sms.sms_http_item (item, params, digest, error)
        SELECT v_item,
               '{' || LIST(n.name_json || ':' || n.values_json, ',' ORDER BY n.first_at) || '}',
               HASH('{' || LIST(n.name_json || ':' || n.values_json, ',' ORDER BY n.name_key) || '}', 'SHA256'),
               COALESCE(v_error, IF COUNT(*) = 0 THEN 'the request has no parameters' ENDIF)
          FROM (
                SELECT p.name_hash,
                       MIN(p.name_json) AS name_json,
                       MIN(p.name_key) AS name_key,
                       MIN(p.place) AS first_at,
                       IF COUNT(*) = 1
                       THEN LIST(p.value_json, ',' ORDER BY p.place)
                       ELSE '[' || LIST(p.value_json, ',' ORDER BY p.place) || ']'
                       ENDIF AS values_json
                  FROM (
                        SELECT name_hash, name_json, name_key, value_json,
                               pair_id + CASE item WHEN -1 THEN 200000000 WHEN 0 THEN 100000000 ELSE 0 END AS place
                          FROM sms.sms_http_pair
                         WHERE item IN (v_item, 0, -1)
                       ) AS p
                 GROUP BY p.name_hash
               ) AS n;
        SET v_item = v_item + 1;
    END LOOP;
    -- An item of a list that is no object is a callback that nobody can understand.
    IF v_valid > 0 THEN
        UPDATE sms.sms_http_item
           SET error = 'body: an item of the list is not an object'
         WHERE item IN (SELECT j.item FROM sms.sms_json_value AS j WHERE j.is_object = 0);
    END IF;
END;

COMMENT ON PROCEDURE sms.sp_sms_http_items IS 'A part of sp_sms_http: the callbacks of the request.';
