-- truncation: A text that is too long for its column is an error, not cut.
-- Used by rule 7; option string_rtruncation.
SELECT
    'On' AS expected,
    CONNECTION_PROPERTY('string_rtruncation') AS got;
