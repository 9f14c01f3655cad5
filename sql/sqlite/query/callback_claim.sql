-- callback_claim: one row if this transaction may work the callback: always, since writers wait for each other.
-- Parameters: :callback_id.
SELECT 1 AS claimed
 WHERE :callback_id IS NOT NULL
