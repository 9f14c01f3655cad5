-- 0004_deadline: how long each provider waits for its answer.

ALTER TABLE sms.sms_provider ADD COLUMN deadline_ms integer NOT NULL DEFAULT 800 CHECK (deadline_ms > 0);

COMMENT ON COLUMN sms.sms_provider.deadline_ms IS 'Milliseconds after a callback''s arrival within which its answer must go out; what is not committed by then goes to the spool.';
