-- join_null: || takes NULL for an empty text.
-- Used by sp_sms_understand, errors in words.
SELECT
    'ab' AS expected,
    'a' || NULL || 'b' AS got;
