-- rows: how many callbacks are stored.
SELECT count(*) FROM plain.history
