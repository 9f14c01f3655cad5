-- sms_keep: the time before which sp_sms_purge deletes rows (docs/rules.md, section 4).
-- IN p_setting: name of a setting of that many days. Returns NULL, before which no row is, if it is no number from 1 to 999999.
-- Reads sms_setting. Digits are told by their codes: for a collation, others may be among them.
CREATE OR REPLACE FUNCTION sms.sms_keep(IN p_setting VARCHAR(40 CHAR)) RETURNS TIMESTAMP
NOT DETERMINISTIC
BEGIN
    DECLARE v_value VARCHAR(200 CHAR);
    DECLARE v_place INTEGER;
    DECLARE v_code  INTEGER;
    DECLARE v_days  INTEGER;
    DECLARE v_now   TIMESTAMP;

    SET v_value = (SELECT s.value FROM sms.sms_setting AS s WHERE s.name = p_setting);
    SET v_days = 0;
    SET v_place = 1;
    WHILE v_place <= CHAR_LENGTH(v_value) LOOP
        SET v_code = ASCII(SUBSTRING(v_value, v_place, 1));
        IF v_code NOT BETWEEN 48 AND 57 OR v_days > 99999 THEN
            RETURN NULL;
        END IF;
        SET v_days = v_days * 10 + v_code - 48;
        SET v_place = v_place + 1;
    END LOOP;
    -- 700000 days ago was the first century: no row is older.
    IF v_days = 0 OR v_days > 700000 THEN
        RETURN NULL;
    END IF;
    SET v_now = CURRENT UTC TIMESTAMP;
    RETURN DATEADD(DAY, -v_days, v_now);
END;

COMMENT ON PROCEDURE sms.sms_keep IS 'The time before which a setting lets sp_sms_purge delete rows; NULL: it keeps for ever.';
