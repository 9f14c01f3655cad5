-- binary_case: Bytes are compared as bytes, whatever the collation.
-- Used by everything that compares ids and secrets.
SELECT
    0 AS expected,
    IF CAST('a' AS LONG BINARY) = CAST('A' AS LONG BINARY) THEN 1 ELSE 0 ENDIF AS got;
