-- sp_sms_order: does a new status move a message, or a part of one, on from its old status (docs/rules.md, section 3,
-- step 5)? Internal: sp_sms_move and sp_sms_part call it.
-- IN p_old_status (NULL: none yet), p_old_at, p_new_status, p_new_at (the provider's own times, or NULL).
-- Leaves 1 or 0 in sms_call.order_moves. Reads sms_status_code.
CREATE VIEW sp_sms_order AS
SELECT
    NULL AS p_old_status,
    NULL AS p_old_at,
    NULL AS p_new_status,
    NULL AS p_new_at;

CREATE TRIGGER sp_sms_order_call INSTEAD OF INSERT ON sp_sms_order
BEGIN
    UPDATE sms_call
    SET order_moves = (
        SELECT
            CASE
                WHEN o.status IS NULL THEN 1
                WHEN o.final AND NOT n.final THEN 0
                WHEN n.final AND NOT o.final THEN 1
                WHEN n.final AND NEW.p_new_at <> NEW.p_old_at THEN NEW.p_new_at > NEW.p_old_at
                ELSE n.rank > o.rank
            END
        FROM sms_status_code AS n
        LEFT JOIN sms_status_code AS o ON o.status = NEW.p_old_status
        WHERE n.status = NEW.p_new_status
    );
END;
