-- empty_text: An empty text is not NULL.
-- Used by all procedures.
SELECT
    1 AS expected,
    IF '' IS NOT NULL THEN 1 ELSE 0 ENDIF AS got;
