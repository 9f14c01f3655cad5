-- sp_sms_callback_group: several callbacks in one statement (docs/rules.md, section 1): a program whose threads take turns, as
-- Python's do, need not get its turn again between them.
-- IN p_callbacks: a JSON array of objects, named as the IN parameters of sp_sms_callback.
-- OUT p_outcomes: a JSON array of its OUT parameters, in the same order: read it from this view in the same transaction.
-- Calls sp_sms_take for each, in their order. Writes sms_call_group.
CREATE VIEW sp_sms_callback_group AS
SELECT
    NULL AS p_callbacks,
    (
        SELECT json_group_array(json(g.outcome)) FROM (SELECT g.outcome FROM sms_call_group AS g ORDER BY g.place) AS g
    ) AS p_outcomes;

CREATE TRIGGER sp_sms_callback_group_call INSTEAD OF INSERT ON sp_sms_callback_group
BEGIN
    DELETE FROM sms_call_group WHERE place >= json_array_length(NEW.p_callbacks);

    INSERT INTO sp_sms_take (
        p_place, p_provider, p_params, p_url_kind, p_method, p_path, p_remote_addr, p_via, p_token, p_digest, p_error,
        p_received_at
    )
    SELECT
        j.key,
        json_extract(j.value, '$.p_provider'),
        json_extract(j.value, '$.p_params'),
        json_extract(j.value, '$.p_url_kind'),
        json_extract(j.value, '$.p_method'),
        json_extract(j.value, '$.p_path'),
        json_extract(j.value, '$.p_remote_addr'),
        json_extract(j.value, '$.p_via'),
        json_extract(j.value, '$.p_token'),
        json_extract(j.value, '$.p_digest'),
        json_extract(j.value, '$.p_error'),
        json_extract(j.value, '$.p_received_at')
    FROM json_each(NEW.p_callbacks) AS j;
END;
