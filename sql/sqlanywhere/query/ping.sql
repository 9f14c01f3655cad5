-- ping: does the database answer? One row.
-- Parameters: none.
SELECT 1 AS answer;
