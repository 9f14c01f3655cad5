-- 0005_deadline: how long each provider waits for its answer.
-- In two steps, since older manuals allow a new column to be NOT NULL in an empty table only; the default fills all rows.

ALTER TABLE sms.sms_provider ADD deadline_ms INTEGER NULL DEFAULT 800 CHECK (deadline_ms > 0);
ALTER TABLE sms.sms_provider ALTER deadline_ms NOT NULL;

COMMENT ON COLUMN sms.sms_provider.deadline_ms IS 'Milliseconds after a callback''s arrival within which its answer must go out; what is not committed by then goes to the spool.';
