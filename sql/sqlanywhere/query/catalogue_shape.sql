-- catalogue_shape: the columns of all tables alone. The installer fills in the statement of catalogue.sql.
SELECT c.catalogue
FROM (
{catalogue}
) AS c
WHERE c.name = 'table'
