-- sms_url_decode: the bytes that a percent-encoded text stands for; a % without two digits stays, as in the adapter.
-- IN p_raw: as sent. IN p_plus: 1 where + is a blank (forms and query strings), 0 where it is itself (paths).
-- Reads and writes nothing. Runs of escapes, and of anything else, are taken as a whole.
CREATE OR REPLACE FUNCTION sms.sms_url_decode(IN p_raw LONG BINARY, IN p_plus SMALLINT) RETURNS LONG BINARY
DETERMINISTIC
BEGIN
    DECLARE v_result LONG BINARY;
    DECLARE v_piece  LONG BINARY;
    DECLARE v_empty  LONG BINARY;
    DECLARE v_block  VARCHAR(480);
    DECLARE v_run    VARCHAR(480);
    DECLARE v_length INTEGER;
    DECLARE v_at     INTEGER;

    SET v_empty = BYTE_SUBSTR(p_raw, 1, 0);
    SET v_result = v_empty;
    SET v_piece = v_empty;
    SET v_length = COALESCE(BYTE_LENGTH(p_raw), 0);
    SET v_at = 1;
    WHILE v_at <= v_length LOOP
        SET v_block = CAST(BYTE_SUBSTR(p_raw, v_at, 480) AS VARCHAR(480));
        IF LEFT(v_block, 3) REGEXP '%[0-9A-Fa-f][0-9A-Fa-f]' THEN
            -- As many escapes as there are one after the other.
            SET v_run = REGEXP_SUBSTR(v_block, '(%[0-9A-Fa-f][0-9A-Fa-f])+');
            SET v_piece = v_piece || sms.sms_unhex(REPLACE(v_run, '%', ''));
        ELSEIF LEFT(v_block, 1) REGEXP '[ -$&-~]' THEN
            -- What stands before the next escape.
            SET v_run = REGEXP_SUBSTR(v_block, '[ -$&-~]+');
            SET v_piece = v_piece
                || CAST(IF p_plus = 1 THEN REPLACE(v_run, '+', ' ') ELSE v_run ENDIF AS LONG BINARY);
        ELSE
            -- A % that begins no escape, or a byte that is not ASCII.
            SET v_run = '?';
            SET v_piece = v_piece || BYTE_SUBSTR(p_raw, v_at, 1);
        END IF;
        SET v_at = v_at + LENGTH(v_run);
        IF BYTE_LENGTH(v_piece) > 8000 THEN
            SET v_result = v_result || v_piece;
            SET v_piece = v_empty;
        END IF;
    END LOOP;
    RETURN v_result || v_piece;
END;

COMMENT ON PROCEDURE sms.sms_url_decode IS 'The bytes that a percent-encoded text stands for.';
