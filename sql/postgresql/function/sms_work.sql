-- sms_work: does what understood callbacks of one provider say (docs/rules.md, section 2), each at its place of the arrays.
-- IN p_provider; p_map (as sms_map gives it); p_callback_id; p_kind, p_values and p_key (as sms_understand gives them);
-- p_received_at (UTC); p_again: 1 if they may have been applied before.
-- Returns NULL if all could be done, else for each NULL, or why it could not be done: then nothing of it is written. Only what
-- may go better the next time is raised (a deadlock, a lock timeout, no room on the disk …), so that the caller keeps the
-- callbacks and comes again.
-- Calls sms_update, sms_inbound, sp_sms_opt_out, sp_sms_campaign, and itself: where one of several fails, with one at a time;
-- where another transaction was first (SMS01, see sms_update), with the same.
-- Locks go in one order: messages, inbound messages, opt-outs, campaigns, each by key. So callers cannot wait for each other
-- in a circle; what has the same key is worked in the order of arrival.
CREATE OR REPLACE FUNCTION sms.sms_work(
    IN p_provider    text,
    IN p_map         sms.sms_map_provider,
    IN p_callback_id bigint[],
    IN p_kind        text[],
    IN p_values      jsonb[],
    IN p_key         text[],
    IN p_received_at timestamp[],
    IN p_again       integer
) RETURNS text[]
LANGUAGE plpgsql
AS $$
DECLARE
    v_error   text[];
    v_count   integer;
    v_part    record;
    v_inbound record;
    v_type    text[];
    v_word    text[];
BEGIN
    IF p_kind IS NULL THEN
        RETURN NULL;
    END IF;
    IF 'status' = ALL (p_kind) THEN
        v_count := sms.sms_update(p_provider, p_map, p_callback_id, p_values, p_received_at, p_again);
        RETURN NULL;
    END IF;

    SELECT array_agg(c.callback_id) AS callback_id, array_agg(c.said) AS said, array_agg(c.received_at) AS received_at
    INTO v_part
    FROM unnest(p_callback_id, p_kind, p_values, p_received_at) AS c (callback_id, kind, said, received_at)
    WHERE c.kind = 'status';
    IF v_part.callback_id IS NOT NULL THEN
        v_count := sms.sms_update(p_provider, p_map, v_part.callback_id, v_part.said, v_part.received_at, p_again);
    END IF;

    FOR v_part IN
        SELECT c.place, c.callback_id, c.said, coalesce(c.key, 'callback:' || c.callback_id) AS key, c.received_at
        FROM unnest(p_callback_id, p_kind, p_values, p_key, p_received_at) WITH ORDINALITY
            AS c (callback_id, kind, said, key, received_at, place)
        WHERE c.kind = 'inbound'
        ORDER BY key COLLATE "C", c.place
    LOOP
        v_inbound := sms.sms_inbound(
            p_provider, v_part.said ->> 'message_id', v_part.said ->> 'from_number', v_part.said ->> 'to_number',
            v_part.said ->> 'body', (v_part.said ->> 'media')::json, v_part.said ->> 'reply_to', v_part.said ->> 'account',
            (v_part.said ->> 'parts')::integer, (v_part.said ->> 'price')::numeric, v_part.said ->> 'currency',
            v_part.said ->> 'opt_out_type', v_part.key, (v_part.said ->> 'occurred_at')::timestamp, v_part.received_at,
            v_part.callback_id);
        v_type[v_part.place] := v_inbound.p_type;
        v_word[v_part.place] := v_inbound.p_word;
    END LOOP;

    FOR v_part IN
        SELECT o.number, o.sender, o.type, o.word, coalesce(o.occurred_at, o.received_at) AS at, o.callback_id
        FROM (
            SELECT
                c.place,
                coalesce(c.said ->> 'number', c.said ->> 'from_number') AS number,
                coalesce(c.said ->> 'sender', CASE c.kind WHEN 'inbound' THEN c.said ->> 'to_number' END, '') AS sender,
                CASE c.kind WHEN 'inbound' THEN v_type[c.place] ELSE c.said ->> 'type' END AS type,
                CASE c.kind WHEN 'inbound' THEN v_word[c.place] ELSE c.said ->> 'keyword' END AS word,
                (c.said ->> 'occurred_at')::timestamp AS occurred_at,
                c.received_at,
                c.callback_id
            FROM unnest(p_callback_id, p_kind, p_values, p_received_at) WITH ORDINALITY
                AS c (callback_id, kind, said, received_at, place)
            WHERE c.kind = 'opt_out' OR (c.kind = 'inbound' AND v_type[c.place] IS NOT NULL)
        ) AS o
        ORDER BY o.number COLLATE "C", o.sender COLLATE "C", o.place
    LOOP
        CALL sms.sp_sms_opt_out(
            p_provider => p_provider,
            p_number => v_part.number,
            p_sender => v_part.sender,
            p_type => v_part.type,
            p_keyword => v_part.word,
            p_occurred_at => v_part.at,
            p_callback_id => v_part.callback_id);
    END LOOP;

    FOR v_part IN
        SELECT c.callback_id, c.said, c.received_at
        FROM unnest(p_callback_id, p_kind, p_values, p_received_at) WITH ORDINALITY
            AS c (callback_id, kind, said, received_at, place)
        WHERE c.kind = 'campaign'
        ORDER BY c.said ->> 'campaign' COLLATE "C", c.place
    LOOP
        CALL sms.sp_sms_campaign(
            p_provider => p_provider,
            p_campaign => v_part.said ->> 'campaign',
            p_name => v_part.said ->> 'name',
            p_status => v_part.said ->> 'status',
            p_recipients => (v_part.said ->> 'recipients')::integer,
            p_counts => (v_part.said ->> 'counts')::json,
            p_received_at => v_part.received_at,
            p_callback_id => v_part.callback_id);
    END LOOP;

    v_error := array_fill(NULL::text, ARRAY[cardinality(p_kind)]);
    FOR v_part IN
        SELECT c.place, c.kind
        FROM unnest(p_kind) WITH ORDINALITY AS c (kind, place)
        WHERE c.kind NOT IN ('status', 'inbound', 'opt_out', 'campaign')
    LOOP
        v_error[v_part.place] := 'kind: ''' || v_part.kind || ''' cannot be worked';
    END LOOP;
    RETURN v_error;
EXCEPTION
    WHEN OTHERS THEN
        -- 25 read-only, 40 rolled back, 53 resources, 55 locks, 57 operator, 58 system, XX internal.
        IF left(SQLSTATE, 2) IN ('25', '40', '53', '55', '57', '58', 'XX') THEN
            RAISE;
        END IF;
        IF SQLSTATE = 'SMS01' THEN
            RETURN sms.sms_work(p_provider, p_map, p_callback_id, p_kind, p_values, p_key, p_received_at, p_again);
        END IF;
        IF cardinality(p_kind) = 1 THEN
            RETURN ARRAY[SQLERRM];
        END IF;
        FOR v_part IN
            SELECT c.*
            FROM unnest(p_callback_id, p_kind, p_values, p_key, p_received_at) WITH ORDINALITY
                AS c (callback_id, kind, said, key, received_at, place)
            ORDER BY
                array_position(ARRAY['status', 'inbound', 'opt_out', 'campaign'], c.kind),
                coalesce(c.said ->> 'message_id', c.key, c.said ->> 'number', c.said ->> 'campaign') COLLATE "C",
                c.place
        LOOP
            v_error[v_part.place] := (sms.sms_work(
                p_provider, p_map, ARRAY[v_part.callback_id], ARRAY[v_part.kind], ARRAY[v_part.said], ARRAY[v_part.key],
                ARRAY[v_part.received_at], p_again))[1];
        END LOOP;
        RETURN v_error;
END
$$;

COMMENT ON FUNCTION sms.sms_work IS 'Does what understood callbacks of one provider say; returns for each why it could not be done, or NULL.';
