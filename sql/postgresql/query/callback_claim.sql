-- callback_claim: one row if this transaction may work the callback, none if another one has it. That it still waits the next
-- statement must find out, which sees what was committed meanwhile.
-- Parameters: callback_id.
-- An advisory lock until the transaction ends, since role sms_admin may not lock rows of sms.sms_callback. The transaction's
-- COMMIT waits for no disk: if the server dies now, the callback is pending as before, and working it again changes nothing.
SELECT set_config('synchronous_commit', 'off', true) AS claimed
 WHERE pg_try_advisory_xact_lock(hashtextextended('sms.sms_callback', %(callback_id)s::bigint))
