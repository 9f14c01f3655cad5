-- sp_sms_opt_out: a phone opts out of a sender's messages, or in again (docs/rules.md, section 4).
-- IN p_provider, p_number, p_sender (default: ''), p_type (STOP, the default, or START), p_keyword, p_occurred_at (UTC,
-- default: now), p_callback_id.
-- Writes sms_opt_out: a time only if it is later than the one that is there.
CREATE VIEW sp_sms_opt_out AS
SELECT
    NULL AS p_provider,
    NULL AS p_number,
    NULL AS p_sender,
    NULL AS p_type,
    NULL AS p_keyword,
    NULL AS p_occurred_at,
    NULL AS p_callback_id;

CREATE TRIGGER sp_sms_opt_out_call INSTEAD OF INSERT ON sp_sms_opt_out
BEGIN
    SELECT RAISE(ABORT, 'sp_sms_opt_out: p_type is neither STOP nor START')
    WHERE upper(NEW.p_type) NOT IN ('STOP', 'START');

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
