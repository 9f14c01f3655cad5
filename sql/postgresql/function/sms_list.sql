-- sms_list: what the list columns of a callback hold (docs/rules.md, section 4): the parameters that start as a field's param up
-- to its asterisk. What follows there is a number that orders them, or a provider's word.
-- IN p_provider, p_kind, p_params (name → text).
-- Returns an object that has, where there is any, media: a JSON array as text, and counts: a JSON object as text.
-- Reads sms_provider_field.
CREATE OR REPLACE FUNCTION sms.sms_list(IN p_provider text, IN p_kind text, IN p_params jsonb) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
WITH
    named AS (
        SELECT
            f.column_name,
            f.preference,
            p.key,
            p.value,
            left(p.key, length(f.param) - 1) = left(f.param, -1) AS exact,
            substr(p.key, length(f.param)) AS rest
        FROM sms.sms_provider_field AS f
        JOIN jsonb_each_text(p_params) AS p
            ON lower(left(p.key, length(f.param) - 1) COLLATE "C") = lower(left(f.param, -1) COLLATE "C")
        WHERE f.provider = p_provider AND f.kind = p_kind AND right(f.param, 1) = '*' AND p.value <> ''
    ),
    placed AS (
        SELECT
            n.column_name,
            n.preference,
            n.key,
            n.value,
            n.exact,
            CASE
                WHEN n.column_name = 'counts' THEN CASE WHEN n.value ~ '^[0-9]{1,9}$' THEN n.rest END
                WHEN n.rest ~ '^[0-9]{1,9}$' THEN n.rest::integer::text
            END AS place
        FROM named AS n
    ),
    item AS (
        SELECT DISTINCT ON (i.column_name, i.place) i.column_name, i.place, i.value
        FROM placed AS i
        WHERE i.place IS NOT NULL
        ORDER BY i.column_name, i.place, i.preference, i.exact DESC, i.key COLLATE "C"
    ),
    medium AS (
        SELECT
            i.place::integer AS place,
            min(i.value) FILTER (WHERE i.column_name = 'media_url') AS url,
            min(i.value) FILTER (WHERE i.column_name = 'media_type') AS content_type
        FROM item AS i
        WHERE i.column_name <> 'counts'
        GROUP BY i.place::integer
    )
SELECT jsonb_strip_nulls(jsonb_build_object(
    'media',
    (
        SELECT
            '[' || string_agg(
                concat('{"url":', to_json(m.url), ',"content_type":', coalesce(to_json(m.content_type)::text, 'null'), '}'),
                ',' ORDER BY m.place) || ']'
        FROM medium AS m
        WHERE m.url IS NOT NULL
    ),
    'counts',
    (
        SELECT
            '{' || string_agg(
                concat(to_json(c.place), ':', c.value::integer),
                ',' ORDER BY c.place COLLATE "C") || '}'
        FROM item AS c
        WHERE c.column_name = 'counts'
    )
));
$$;

COMMENT ON FUNCTION sms.sms_list(text, text, jsonb) IS 'What the list columns of a callback hold: media and counts, as JSON texts.';
