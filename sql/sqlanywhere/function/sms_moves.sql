-- sms_moves: does a new status move a message, or a part of one, on from its old status (docs/rules.md, section 3, step 5)?
-- IN p_old_rank (NULL: it has no status yet), p_old_final, p_old_at, p_new_rank, p_new_final, p_new_at; the times are the
-- provider's own, or NULL. Returns 1 or 0.
CREATE OR REPLACE FUNCTION sms.sms_moves(
    IN p_old_rank  INTEGER,
    IN p_old_final SMALLINT,
    IN p_old_at    TIMESTAMP,
    IN p_new_rank  INTEGER,
    IN p_new_final SMALLINT,
    IN p_new_at    TIMESTAMP
) RETURNS SMALLINT
DETERMINISTIC
BEGIN
    RETURN CASE
        WHEN p_old_rank IS NULL THEN 1
        WHEN p_old_final > p_new_final THEN 0
        WHEN p_new_final > p_old_final THEN 1
        WHEN p_new_final = 1 AND p_new_at > p_old_at THEN 1
        WHEN p_new_final = 1 AND p_new_at < p_old_at THEN 0
        WHEN p_new_rank > p_old_rank THEN 1
        ELSE 0
    END;
END;

COMMENT ON PROCEDURE sms.sms_moves IS 'The order rule: whether a new status moves a message on from its old one.';
