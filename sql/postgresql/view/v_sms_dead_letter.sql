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
COMMENT ON COLUMN sms.v_sms_dead_letter.callback_id IS 'The journal row.';
COMMENT ON COLUMN sms.v_sms_dead_letter.provider IS 'The provider.';
COMMENT ON COLUMN sms.v_sms_dead_letter.kind IS 'Its kind, as far as it was found out.';
COMMENT ON COLUMN sms.v_sms_dead_letter.error IS 'Why it failed.';
COMMENT ON COLUMN sms.v_sms_dead_letter.attempts IS 'How often it was tried.';
COMMENT ON COLUMN sms.v_sms_dead_letter.hits IS 'How often it came.';
COMMENT ON COLUMN sms.v_sms_dead_letter.params IS 'Everything as received.';
COMMENT ON COLUMN sms.v_sms_dead_letter.received_at IS 'When it came (UTC).';
COMMENT ON COLUMN sms.v_sms_dead_letter.processed_at IS 'When it was last tried (UTC).';
