-- varbinary_zero: A VARBINARY keeps zero bytes at its end.
-- Used by the keys of messages, parts and callbacks.
SELECT
    2 AS expected,
    LENGTH(CAST(0x4100 AS VARBINARY(2))) AS got;
