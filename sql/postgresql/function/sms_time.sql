-- sms_time: the UTC time that a provider's text writes; NULL if it writes none (docs/rules.md, section 2).
-- IN p_text; p_format: iso, datetime, yymmddhhmm, unix, unix_ms (NULL: iso); p_zone: the zone of a text without offset (NULL: UTC).
-- Reads sms_time_zone. Everything is checked before it is made, so that nothing is raised and caught. The patterns capture
-- nothing, which would cost ten times as much.
CREATE OR REPLACE FUNCTION sms.sms_time(IN p_text text, IN p_format text, IN p_zone text) RETURNS timestamp
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    v_local  text;
    v_rest   text := '';
    v_year   integer;
    v_month  integer;
    v_day    integer;
    v_offset text := '';
    v_minute integer;
    v_time   timestamp;
BEGIN
    IF p_text IS NULL OR length(p_text) > 64 THEN
        RETURN NULL;
    END IF;

    IF p_format IN ('unix', 'unix_ms') THEN
        IF p_text !~ (CASE p_format WHEN 'unix' THEN '^[0-9]+([.][0-9]+)?$' ELSE '^[0-9]+$' END) THEN
            RETURN NULL;
        END IF;
        RETURN CASE
            WHEN s.second < 253402300800
                THEN timestamp '1970-01-01 00:00:00' + trunc(s.second * 1000)::float8 * interval '1 millisecond'
        END
        FROM (SELECT CASE p_format WHEN 'unix' THEN p_text::numeric ELSE p_text::numeric / 1000 END AS second) AS s;
    END IF;

    -- Local time as YYYYMMDDhhmmss, and what follows it.
    IF p_format = 'yymmddhhmm' THEN
        v_local := '20' || p_text || '00';
    ELSIF p_text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}' THEN
        v_local := translate(left(p_text, 19), '-: T', '');
        v_rest := substr(p_text, 20);
        IF p_format = 'datetime' AND (v_rest <> '' OR substr(p_text, 11, 1) = 'T') THEN
            RETURN NULL;
        END IF;
    END IF;
    IF v_local IS NULL
        OR v_local !~ '^[0-9]{8}([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]$'
        OR v_rest !~ '^([.][0-9]+)?(Z|[-+](0[0-9]|1[0-3]):?[0-5][0-9]|[-+]14:?00)?$'
    THEN
        RETURN NULL;
    END IF;

    IF substr(v_local, 5, 2) NOT BETWEEN '01' AND '12' OR substr(v_local, 7, 2) NOT BETWEEN '01' AND '28' THEN
        v_year := substr(v_local, 1, 4);
        v_month := substr(v_local, 5, 2);
        v_day := substr(v_local, 7, 2);
        IF v_month NOT BETWEEN 1 AND 12
            OR v_day NOT BETWEEN 1 AND (
                CASE
                    WHEN v_month IN (4, 6, 9, 11) THEN 30
                    WHEN v_month <> 2 THEN 31
                    WHEN v_year % 4 = 0 AND (v_year % 100 <> 0 OR v_year % 400 = 0) THEN 29
                    ELSE 28
                END
            )
        THEN
            RETURN NULL;
        END IF;
    END IF;

    -- The offset as it ends the text: Z, +hhmm or +hh:mm; what is before it is the fraction.
    IF right(v_rest, 1) = 'Z' THEN
        v_offset := 'Z';
    ELSIF v_rest <> '' AND v_rest ~ '[-+]' THEN
        v_offset := substring(v_rest FROM '[-+].*$');
    END IF;
    -- PostgreSQL counts 1 BC, the year 0 of the others, as -1.
    v_time := make_timestamp(
        coalesce(nullif(substr(v_local, 1, 4)::integer, 0), -1),
        substr(v_local, 5, 2)::integer,
        substr(v_local, 7, 2)::integer,
        substr(v_local, 9, 2)::integer,
        substr(v_local, 11, 2)::integer,
        (substr(v_local, 13, 2) || left(left(v_rest, length(v_rest) - length(v_offset)), 4))::float8);

    IF v_offset = '' AND p_zone IS NOT NULL THEN
        v_minute := (
            SELECT z.offset_minutes
            FROM sms.sms_time_zone AS z
            WHERE z.zone = p_zone AND z.local_from <= v_time
            ORDER BY z.local_from DESC
            LIMIT 1
        );
    ELSIF v_offset NOT IN ('', 'Z') THEN
        v_minute := (substr(v_offset, 2, 2)::integer * 60 + right(v_offset, 2)::integer)
            * CASE left(v_offset, 1) WHEN '-' THEN -1 ELSE 1 END;
    END IF;
    IF v_minute <> 0 THEN
        v_time := v_time - make_interval(mins => v_minute);
    END IF;
    RETURN CASE WHEN v_time >= timestamp '0001-01-01' AND v_time < timestamp '10000-01-01' THEN v_time END;
END
$$;

COMMENT ON FUNCTION sms.sms_time(text, text, text) IS 'The UTC time that a provider''s text writes, or NULL if it writes none.';
