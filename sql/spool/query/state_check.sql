-- state_check: a write that proves that the spool can be written.
-- Writes spool_state.
UPDATE spool_state SET checked_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
