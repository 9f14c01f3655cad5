-- v_sms_dead_letter: callbacks that could not be worked, with the reason. sp_sms_process tries them again.
-- Reads sms_callback.
CREATE OR REPLACE VIEW sms.v_sms_dead_letter AS
SELECT
    b.callback_id,
    b.provider,
    b.kind,
    b.error,
    b.attempts,
    b.hits,
    b.params,
    b.received_at,
    b.processed_at
FROM sms.sms_callback AS b
WHERE b.state = 'failed';

COMMENT ON VIEW sms.v_sms_dead_letter IS 'Callbacks that could not be worked, with the reason.';
