-- sms_time: the UTC time that a provider's text writes; NULL if it writes none (docs/rules.md, section 2).
-- IN p_text; p_format: iso, datetime, yymmddhhmm, unix, unix_ms (NULL: iso); p_zone: the zone of a text without offset.
-- Reads sms_time_zone. Everything is checked before it is made, so that nothing is raised. Days and milliseconds are counted as
-- whole numbers: before 1600-02-28 and after 7910 the server's TIMESTAMP keeps no time of day.
CREATE OR REPLACE FUNCTION sms.sms_time(IN p_text LONG VARCHAR, IN p_format VARCHAR(16), IN p_zone LONG VARCHAR) RETURNS TIMESTAMP
NOT DETERMINISTIC
BEGIN
    DECLARE v_local  VARCHAR(80);
    DECLARE v_rest   VARCHAR(80);
    DECLARE v_year   INTEGER;
    DECLARE v_month  INTEGER;
    DECLARE v_day    INTEGER;
    DECLARE v_split  INTEGER;
    DECLARE v_minute INTEGER;
    DECLARE v_ms     BIGINT;
    DECLARE v_left   BIGINT;

    IF p_text IS NULL OR BYTE_LENGTH(p_text) > 64 THEN
        RETURN NULL;
    END IF;
    SET v_rest = '';

    IF p_format = 'unix' OR p_format = 'unix_ms' THEN
        IF NOT (p_text REGEXP '[0-9]+' OR (p_format = 'unix' AND p_text REGEXP '[0-9]+[.][0-9]+')) THEN
            RETURN NULL;
        END IF;
        SET v_local = IF p_format = 'unix_ms'
            THEN p_text
            ELSE LEFT(p_text, LOCATE(p_text || '.', '.') - 1) || LEFT(SUBSTR(p_text, LOCATE(p_text || '.', '.') + 1) || '000', 3)
        ENDIF;
        SET v_local = '0' || LTRIM(REPLACE(v_local, '0', ' '));
        IF LENGTH(v_local) > 16 THEN
            RETURN NULL;
        END IF;
        SET v_ms = CAST(REPLACE(v_local, ' ', '0') AS BIGINT);
    ELSE
        -- Local time as YYYYMMDDhhmmss, and what follows it.
        IF p_format = 'yymmddhhmm' THEN
            SET v_local = '20' || p_text || '00';
        ELSEIF p_text REGEXP '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}.*' THEN
            SET v_rest = SUBSTR(p_text, 20);
            IF COALESCE(p_format, 'iso') <> 'datetime' OR (v_rest = '' AND SUBSTR(p_text, 11, 1) = ' ') THEN
                SET v_local = STRING(
                    LEFT(p_text, 4), SUBSTR(p_text, 6, 2), SUBSTR(p_text, 9, 2),
                    SUBSTR(p_text, 12, 2), SUBSTR(p_text, 15, 2), SUBSTR(p_text, 18, 2));
            END IF;
        END IF;
        IF v_local IS NULL
            OR v_local NOT REGEXP '[0-9]{8}([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]'
            OR (v_rest <> ''
                AND v_rest NOT REGEXP '([.][0-9]+)?(Z|([+]|-)(0[0-9]|1[0-3]):?[0-5][0-9]|([+]|-)14:?00)?')
        THEN
            RETURN NULL;
        END IF;

        SET v_year = CAST(LEFT(v_local, 4) AS INTEGER);
        SET v_month = CAST(SUBSTR(v_local, 5, 2) AS INTEGER);
        SET v_day = CAST(SUBSTR(v_local, 7, 2) AS INTEGER);
        IF v_month NOT BETWEEN 1 AND 12
            OR v_day NOT BETWEEN 1 AND CASE
                WHEN v_month = 4 OR v_month = 6 OR v_month = 9 OR v_month = 11 THEN 30
                WHEN v_month <> 2 THEN 31
                WHEN MOD(v_year, 400) = 0 OR (MOD(v_year, 4) = 0 AND MOD(v_year, 100) <> 0) THEN 29
                ELSE 28
            END
        THEN
            RETURN NULL;
        END IF;

        -- Days since 1970-01-01, in years that begin in March and 400 of them on, so that nothing is negative.
        SET v_month = MOD(v_month + 9, 12);
        SET v_year = v_year + 400 - IF v_month > 9 THEN 1 ELSE 0 ENDIF;
        SET v_ms = 365 * v_year + FLOOR(v_year / 4) - FLOOR(v_year / 100) + FLOOR(v_year / 400)
            + FLOOR((153 * v_month + 2) / 5) + v_day - 1 - 719468 - 146097;
        SET v_ms = v_ms * 86400000
            + CAST(SUBSTR(v_local, 9, 2) AS INTEGER) * 3600000
            + CAST(SUBSTR(v_local, 11, 2) AS INTEGER) * 60000
            + CAST(SUBSTR(v_local, 13, 2) AS INTEGER) * 1000;

        -- What follows the seconds: a fraction, and Z, +hhmm or +hh:mm.
        SET v_split = LOCATE(REPLACE(REPLACE(v_rest, '-', '+'), 'Z', '+') || '+', '+');
        IF v_split > 1 THEN
            SET v_ms = v_ms + CAST(LEFT(SUBSTR(v_rest, 2, v_split - 2) || '000', 3) AS INTEGER);
        END IF;
        SET v_rest = REPLACE(SUBSTR(v_rest, v_split), ':', '');
        SET v_minute = CASE
            WHEN LENGTH(v_rest) > 1 THEN CAST(SUBSTR(v_rest, 2, 2) AS INTEGER) * 60 + CAST(SUBSTR(v_rest, 4, 2) AS INTEGER)
            WHEN v_rest = '' AND v_ms >= -62135596800000 THEN COALESCE(
                (
                    SELECT FIRST z.offset_minutes
                    FROM sms.sms_time_zone AS z
                    WHERE z.zone = p_zone AND z.local_from <= DATEADD(
                        millisecond,
                        MOD(v_ms + 62135596800000, 86400000),
                        DATEADD(day, (v_ms - MOD(v_ms + 62135596800000, 86400000)) / 86400000, CAST('1970-01-01' AS TIMESTAMP)))
                    ORDER BY z.local_from DESC
                ),
                0)
            ELSE 0
        END;
        SET v_ms = v_ms - 60000 * IF LEFT(v_rest, 1) = '-' THEN -v_minute ELSE v_minute ENDIF;
    END IF;

    -- The years 1 to 9999.
    IF v_ms NOT BETWEEN -62135596800000 AND 253402300799999 THEN
        RETURN NULL;
    END IF;
    SET v_left = MOD(v_ms + 62135596800000, 86400000);
    RETURN DATEADD(millisecond, v_left, DATEADD(day, (v_ms - v_left) / 86400000, CAST('1970-01-01' AS TIMESTAMP)));
END;

COMMENT ON PROCEDURE sms.sms_time IS 'The UTC time that a provider''s text writes, or NULL if it writes none.';
