-- reference_columns: the columns of a reference table in order; pk is a column's place in the primary key, from 1, else 0.
SELECT name, pk
FROM pragma_table_info(:table_name)
ORDER BY cid;
