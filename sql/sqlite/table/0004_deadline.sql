-- 0004_deadline: how long each provider waits for its answer.

-- Milliseconds after a callback's arrival within which its answer must go out; what is not committed by then goes to the spool.
ALTER TABLE sms_provider ADD COLUMN deadline_ms INTEGER NOT NULL DEFAULT 800 CHECK (deadline_ms > 0);
