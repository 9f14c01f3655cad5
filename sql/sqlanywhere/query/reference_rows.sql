-- reference_rows: the rows of a reference table now. The installer fills in the names from our own table files.
SELECT {columns}
FROM sms.{table};
