-- sms_map_keep: keeps sms_map_provider and sms_map_kind, in the transaction that changes the reference tables they are made
-- of. A trigger of these tables, which stand at the end; with the rights of its owner, since role sms_admin may not write the
-- maps.
-- Those who change reference tables at the same moment take turns, so that the last one sees what the others did.
CREATE OR REPLACE FUNCTION sms.sms_map_keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sms, pg_temp
AS $$
BEGIN
    LOCK TABLE sms.sms_map_provider IN SHARE ROW EXCLUSIVE MODE;

    WITH
        provider AS (
            SELECT v.provider, v.time_zone, v.currency FROM sms.sms_provider AS v
            UNION ALL
            SELECT '', 'UTC', NULL WHERE NOT EXISTS (SELECT FROM sms.sms_provider AS v WHERE v.provider = '')
        ),
        code AS (
            SELECT
                coalesce(array_agg(n.status::text ORDER BY n.status), '{}') AS code,
                coalesce(array_agg(n.rank ORDER BY n.status), '{}') AS rank,
                coalesce(array_agg(n.final ORDER BY n.status), '{}') AS final,
                coalesce(array_agg(n.outcome::text ORDER BY n.status), '{}') AS outcome
            FROM sms.sms_status_code AS n
        ),
        now AS (
            SELECT
                v.provider,
                (
                    SELECT v.time_zone
                    WHERE EXISTS (
                        SELECT FROM sms.sms_time_zone AS z WHERE z.zone = v.time_zone AND z.offset_minutes <> 0
                    )
                ) AS time_zone,
                v.currency,
                r.param,
                r.name,
                r.value,
                r.kind,
                w.word,
                w.word_code,
                n.code,
                n.rank,
                n.final,
                n.outcome,
                a.kind || '*'::text AS answer_kind,
                a.status || coalesce(d.status, 200) AS answer_status,
                a.content_type || d.content_type::text AS answer_type,
                a.body || coalesce(d.body, '')::text AS answer_body,
                EXISTS (SELECT FROM sms.sms_setting AS s WHERE s.name = 'process' AND s.value = 'deferred')::integer AS later
            FROM provider AS v
            CROSS JOIN code AS n
            CROSS JOIN LATERAL (
                SELECT
                    array_agg(r.param::text ORDER BY r.position) AS param,
                    array_agg(lower(r.param COLLATE "C") ORDER BY r.position) AS name,
                    array_agg(lower(r.value COLLATE "C") ORDER BY r.position) AS value,
                    array_agg(r.kind::text ORDER BY r.position) AS kind
                FROM sms.sms_provider_rule AS r
                WHERE r.provider = v.provider
            ) AS r
            CROSS JOIN LATERAL (
                SELECT
                    coalesce(array_agg(w.word::text ORDER BY w.word), '{}') AS word,
                    coalesce(array_agg(array_position(n.code, w.status::text) ORDER BY w.word), '{}') AS word_code
                FROM sms.sms_provider_status AS w
                WHERE w.provider = v.provider
            ) AS w
            CROSS JOIN LATERAL (
                SELECT
                    coalesce(array_agg(a.kind::text ORDER BY a.kind), '{}') AS kind,
                    coalesce(array_agg(a.status ORDER BY a.kind), '{}') AS status,
                    coalesce(array_agg(a.content_type::text ORDER BY a.kind), '{}') AS content_type,
                    coalesce(array_agg(a.body::text ORDER BY a.kind), '{}') AS body
                FROM sms.sms_provider_answer AS a
                WHERE a.provider = v.provider AND a.kind <> '*'
            ) AS a
            LEFT JOIN sms.sms_provider_answer AS d ON d.provider = v.provider AND d.kind = '*'
        ),
        gone AS (
            DELETE FROM sms.sms_map_provider AS m
            WHERE NOT EXISTS (SELECT FROM now AS n WHERE n.provider = m.provider)
        )
    INSERT INTO sms.sms_map_provider AS m (
        provider, time_zone, currency, param, name, value, kind, word, word_code, code, rank, final, outcome, answer_kind,
        answer_status, answer_type, answer_body, later
    )
    SELECT
        n.provider, n.time_zone, n.currency, n.param, n.name, n.value, n.kind, n.word, n.word_code, n.code, n.rank, n.final,
        n.outcome, n.answer_kind, n.answer_status, n.answer_type, n.answer_body, n.later
    FROM now AS n
    ON CONFLICT (provider) DO UPDATE
    SET
        time_zone = excluded.time_zone,
        currency = excluded.currency,
        param = excluded.param,
        name = excluded.name,
        value = excluded.value,
        kind = excluded.kind,
        word = excluded.word,
        word_code = excluded.word_code,
        code = excluded.code,
        rank = excluded.rank,
        final = excluded.final,
        outcome = excluded.outcome,
        answer_kind = excluded.answer_kind,
        answer_status = excluded.answer_status,
        answer_type = excluded.answer_type,
        answer_body = excluded.answer_body,
        later = excluded.later
    WHERE m IS DISTINCT FROM excluded;

    WITH now AS (
        SELECT
            f.provider,
            f.kind,
            array_agg(f.column_name::text ORDER BY f.column_name, f.preference DESC) AS column_name,
            array_agg(f.param::text ORDER BY f.column_name, f.preference DESC) AS param,
            array_agg(lower(f.param COLLATE "C") ORDER BY f.column_name, f.preference DESC) AS name,
            array_agg(f.format::text ORDER BY f.column_name, f.preference DESC) AS format,
            array_agg(k.type::text ORDER BY f.column_name, f.preference DESC) AS type,
            array_agg(k.max_length ORDER BY f.column_name, f.preference DESC) AS max_length,
            coalesce(array_agg(DISTINCT f.column_name::text) FILTER (WHERE f.in_key = 1), '{}') AS in_key,
            max((right(f.param, 1) = '*')::integer::smallint) AS list
        FROM sms.sms_provider_field AS f
        JOIN sms.sms_kind_column AS k ON k.kind = f.kind AND k.column_name = f.column_name
        GROUP BY f.provider, f.kind
    ),
    gone AS (
        DELETE FROM sms.sms_map_kind AS m
        WHERE NOT EXISTS (SELECT FROM now AS n WHERE n.provider = m.provider AND n.kind = m.kind)
    )
    INSERT INTO sms.sms_map_kind AS m (
        provider, kind, column_name, param, name, format, type, max_length, required, in_key, list
    )
    SELECT
        n.provider, n.kind, n.column_name, n.param, n.name, n.format, n.type, n.max_length,
        ARRAY(SELECT k.column_name::text FROM sms.sms_kind_column AS k WHERE k.kind = n.kind AND k.required = 1),
        n.in_key, n.list
    FROM now AS n
    ON CONFLICT (provider, kind) DO UPDATE
    SET
        column_name = excluded.column_name,
        param = excluded.param,
        name = excluded.name,
        format = excluded.format,
        type = excluded.type,
        max_length = excluded.max_length,
        required = excluded.required,
        in_key = excluded.in_key,
        list = excluded.list
    WHERE m IS DISTINCT FROM excluded;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION sms.sms_map_keep() IS 'Keeps the maps that are made of the reference tables.';

CREATE OR REPLACE TRIGGER sms_map_keep AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sms.sms_provider
FOR EACH STATEMENT EXECUTE FUNCTION sms.sms_map_keep();
CREATE OR REPLACE TRIGGER sms_map_keep AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sms.sms_provider_rule
FOR EACH STATEMENT EXECUTE FUNCTION sms.sms_map_keep();
CREATE OR REPLACE TRIGGER sms_map_keep AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sms.sms_provider_field
FOR EACH STATEMENT EXECUTE FUNCTION sms.sms_map_keep();
CREATE OR REPLACE TRIGGER sms_map_keep AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sms.sms_provider_status
FOR EACH STATEMENT EXECUTE FUNCTION sms.sms_map_keep();
CREATE OR REPLACE TRIGGER sms_map_keep AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sms.sms_provider_answer
FOR EACH STATEMENT EXECUTE FUNCTION sms.sms_map_keep();
CREATE OR REPLACE TRIGGER sms_map_keep AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sms.sms_status_code
FOR EACH STATEMENT EXECUTE FUNCTION sms.sms_map_keep();
CREATE OR REPLACE TRIGGER sms_map_keep AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sms.sms_kind_column
FOR EACH STATEMENT EXECUTE FUNCTION sms.sms_map_keep();
CREATE OR REPLACE TRIGGER sms_map_keep AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sms.sms_time_zone
FOR EACH STATEMENT EXECUTE FUNCTION sms.sms_map_keep();
CREATE OR REPLACE TRIGGER sms_map_keep AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sms.sms_setting
FOR EACH STATEMENT EXECUTE FUNCTION sms.sms_map_keep();

-- What was there before the triggers.
UPDATE sms.sms_provider SET provider = provider WHERE false;
