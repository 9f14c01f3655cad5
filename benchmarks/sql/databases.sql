-- databases: the names of all databases of the server.
SELECT datname FROM pg_database
