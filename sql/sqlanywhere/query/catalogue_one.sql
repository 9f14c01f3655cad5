-- catalogue_one: what the database says of one object, by the name that catalogue.sql gives it. The installer fills in that
-- statement.
-- Parameters: name.
SELECT c.catalogue
FROM (
{catalogue}
) AS c
WHERE c.name = :name
