-- sms_moves: does a new status move a message, or a part of one, on from its old status (docs/rules.md, section 3, step 5)?
-- IN p_old_rank (NULL: it has no status yet), p_old_final, p_old_at, p_new_rank, p_new_final, p_new_at; the times are the
-- provider's own, or NULL.
CREATE OR REPLACE FUNCTION sms.sms_moves(
    IN p_old_rank  integer,
    IN p_old_final smallint,
    IN p_old_at    timestamp,
    IN p_new_rank  integer,
    IN p_new_final smallint,
    IN p_new_at    timestamp
) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN p_old_rank IS NULL THEN true
    WHEN p_old_final > p_new_final THEN false
    WHEN p_new_final > p_old_final THEN true
    WHEN p_new_final = 1 AND p_new_at <> p_old_at THEN p_new_at > p_old_at
    ELSE p_new_rank > p_old_rank
END;

COMMENT ON FUNCTION sms.sms_moves(integer, smallint, timestamp, integer, smallint, timestamp) IS 'The order rule: whether a new status moves a message on from its old one.';
