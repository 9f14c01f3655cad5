-- state_insert: a new spool belongs to a database.
-- Parameters: :database_label. Writes spool_state.
INSERT INTO spool_state (state_id, database_label) VALUES (1, :database_label)
