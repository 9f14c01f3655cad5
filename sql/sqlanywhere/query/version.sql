-- version: the server's version, as 17.0.10.6127.
-- Parameters: none.
SELECT PROPERTY('ProductVersion') AS version;
