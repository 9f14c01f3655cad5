-- state_own: the spool belongs to another database from now on.
-- Parameters: :database_label. Writes spool_state.
UPDATE spool_state SET database_label = :database_label
