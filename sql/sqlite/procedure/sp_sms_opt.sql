-- sp_sms_opt: writes an opt-out or opt-in (docs/rules.md, section 4). Internal: sp_sms_opt_out, sp_sms_inbound and sp_sms_work
-- call it, with a p_type that is sure to be STOP, START or NULL.
-- IN as sp_sms_opt_out. Writes sms_opt_out: a time only if it is later than the one that is there.
CREATE VIEW sp_sms_opt AS
SELECT
    NULL AS p_provider,
    NULL AS p_number,
    NULL AS p_sender,
    NULL AS p_type,
    NULL AS p_keyword,
    NULL AS p_occurred_at,
    NULL AS p_callback_id;

CREATE TRIGGER sp_sms_opt_call INSTEAD OF INSERT ON sp_sms_opt
BEGIN
    INSERT INTO sms_opt_out (provider, number, sender, opted_out_at, opted_in_at, keyword, callback_id)
    SELECT
        NEW.p_provider,
        NEW.p_number,
        coalesce(NEW.p_sender, ''),
        CASE WHEN said.type = 'STOP' THEN said.at END,
        CASE WHEN said.type = 'START' THEN said.at END,
        NEW.p_keyword,
        NEW.p_callback_id
    FROM (
        SELECT
            coalesce(upper(NEW.p_type), 'STOP') AS type,
            coalesce(strftime('%Y-%m-%d %H:%M:%f', NEW.p_occurred_at), strftime('%Y-%m-%d %H:%M:%f', 'now')) AS at
    ) AS said
    WHERE true
    ON CONFLICT (provider, number, sender) DO UPDATE
    SET
        opted_out_at = coalesce(excluded.opted_out_at, sms_opt_out.opted_out_at),
        opted_in_at = coalesce(excluded.opted_in_at, sms_opt_out.opted_in_at),
        keyword = excluded.keyword,
        callback_id = excluded.callback_id
    WHERE
        excluded.opted_out_at > coalesce(sms_opt_out.opted_out_at, '')
        OR excluded.opted_in_at > coalesce(sms_opt_out.opted_in_at, '');
END;
