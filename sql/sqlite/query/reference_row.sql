-- reference_row: the row that an INSERT of a data file has just made. The installer fills in the table.
SELECT *
FROM {table}
WHERE rowid = :row_id;
