-- fill: as many messages more as :messages says, each like the prototype (one message with its three reports, which went
-- through the procedures), spread over half a year. Set-based: the indexes are made anew at the end.
-- Reads and writes sms_callback, sms_status, sms_message. Placeholders: messages, prototype (its message id).
DO $fill$
DECLARE
    v_made    text[];
    v_text    text;
    v_item    record;
    v_message sms.sms_message;
    v_first   bigint;
BEGIN
    SET LOCAL maintenance_work_mem = '1GB';
    SET LOCAL work_mem = '256MB';
    SET LOCAL search_path = sms, pg_temp;

    -- Constraints before the other indexes, which are what is left then.
    FOR v_item IN
        SELECT
            format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname) AS gone,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) AS made
        FROM pg_constraint AS c
        WHERE c.conrelid IN ('sms_callback'::regclass, 'sms_status'::regclass, 'sms_message'::regclass)
            AND c.contype IN ('p', 'u')
    LOOP
        v_made := v_made || v_item.made;
        EXECUTE v_item.gone;
    END LOOP;
    FOR v_item IN
        SELECT format('DROP INDEX %I.%I', i.schemaname, i.indexname) AS gone, i.indexdef AS made
        FROM pg_indexes AS i
        WHERE i.schemaname = 'sms' AND i.tablename IN ('sms_callback', 'sms_status', 'sms_message')
    LOOP
        v_made := v_made || v_item.made;
        EXECUTE v_item.gone;
    END LOOP;

    CREATE TEMPORARY TABLE filling ON COMMIT DROP AS
    SELECT
        n,
        'SM' || md5(n || '/' || random()) AS message_id,
        '+1555' || lpad((random() * 9999999)::integer::text, 7, '0') AS to_number,
        (now() AT TIME ZONE 'UTC')::timestamp(3) - interval '180 days' * (1 - n / @messages@::float8) AS at
    FROM generate_series(1, @messages@) AS n;

    SELECT m.* INTO v_message FROM sms_message AS m WHERE m.message_id = '@prototype@';
    SELECT max(callback_id) INTO v_first FROM sms_callback;

    CREATE TEMPORARY TABLE report ON COMMIT DROP AS
    SELECT b.*, s.status_id, row_number() OVER (ORDER BY b.callback_id) AS turn
    FROM sms_callback AS b
    JOIN sms_status AS s USING (callback_id)
    WHERE s.message_id = '@prototype@';

    CREATE TEMPORARY TABLE history ON COMMIT DROP AS
    SELECT s.*, r.turn
    FROM report AS r
    JOIN sms_status AS s USING (status_id);

    -- LATERAL with OFFSET, so that the rows come message by message, as in life, without being sorted.
    INSERT INTO sms_callback (
        callback_id, provider, kind, url_kind, params, method, path, remote_addr, via, dedupe_key, hits, state, attempts, error,
        received_at, processed_at
    )
    OVERRIDING SYSTEM VALUE
    SELECT
        v_first + (f.n - 1) * 3 + r.turn,
        r.provider,
        r.kind,
        r.url_kind,
        replace(replace(r.params::text, '@prototype@', f.message_id), v_message.to_number, f.to_number)::json,
        r.method,
        r.path,
        r.remote_addr,
        r.via,
        'token:' || md5(f.message_id || r.turn)::uuid,
        r.hits,
        r.state,
        r.attempts,
        r.error,
        f.at + r.turn * interval '1 second',
        f.at + r.turn * interval '1 second'
    FROM filling AS f
    CROSS JOIN LATERAL (SELECT * FROM report WHERE f.n > 0 ORDER BY turn OFFSET 0) AS r;

    INSERT INTO sms_status (
        status_id, callback_id, provider, message_id, part_id, status, provider_status, error_code, error_message, price,
        occurred_at, received_at, applied
    )
    OVERRIDING SYSTEM VALUE
    SELECT
        v_first + (f.n - 1) * 3 + s.turn,
        v_first + (f.n - 1) * 3 + s.turn,
        s.provider,
        f.message_id,
        s.part_id,
        s.status,
        s.provider_status,
        s.error_code,
        s.error_message,
        s.price,
        s.occurred_at,
        f.at + s.turn * interval '1 second',
        s.applied
    FROM filling AS f
    CROSS JOIN LATERAL (SELECT * FROM history WHERE f.n > 0 ORDER BY turn OFFSET 0) AS s;

    INSERT INTO sms_message (
        provider, message_id, account, from_number, to_number, status, provider_status, status_at, queued_at, sent_at,
        delivered_at, created_at, updated_at
    )
    SELECT
        v_message.provider,
        f.message_id,
        v_message.account,
        v_message.from_number,
        f.to_number,
        v_message.status,
        v_message.provider_status,
        v_message.status_at,
        f.at + interval '1 second',
        f.at + interval '2 seconds',
        f.at + interval '3 seconds',
        f.at + interval '1 second',
        f.at + interval '3 seconds'
    FROM filling AS f;

    PERFORM setval(pg_get_serial_sequence('sms_callback', 'callback_id'), v_first + @messages@::bigint * 3);
    PERFORM setval(pg_get_serial_sequence('sms_status', 'status_id'), v_first + @messages@::bigint * 3);
    FOREACH v_text IN ARRAY v_made LOOP
        EXECUTE v_text;
    END LOOP;
END
$fill$;
