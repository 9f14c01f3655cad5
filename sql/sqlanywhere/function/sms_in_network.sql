-- sms_in_network: 1 if an address is inside one of several networks, else 0.
-- IN p_address: of IPv4 or IPv6; ::ffff:192.0.2.1, as a socket for both families shows it, is 192.0.2.1.
-- IN p_networks: in CIDR notation, separated by commas or blanks; an address alone is itself. What cannot be read is no network.
-- Reads and writes nothing.
CREATE OR REPLACE FUNCTION sms.sms_in_network(IN p_address LONG VARCHAR, IN p_networks LONG VARCHAR) RETURNS SMALLINT
DETERMINISTIC
BEGIN
    DECLARE v_address VARBINARY(16);
    DECLARE v_network VARBINARY(16);
    DECLARE v_rest    LONG VARCHAR;
    DECLARE v_word    LONG VARCHAR;
    DECLARE v_prefix  LONG VARCHAR;
    DECLARE v_bits    INTEGER;
    DECLARE v_full    INTEGER;
    DECLARE v_weight  INTEGER;

    SET v_address = sms.sms_address(p_address);
    IF BYTE_LENGTH(v_address) = 16 AND BYTE_SUBSTR(v_address, 1, 12) = 0x00000000000000000000ffff THEN
        SET v_address = BYTE_SUBSTR(v_address, 13, 4);
    END IF;
    SET v_rest = REPLACE(REPLACE(COALESCE(p_networks, ''), ',', ' '), CHAR(9), ' ');
    SET v_rest = REPLACE(REPLACE(v_rest, CHAR(10), ' '), CHAR(13), ' ');
    SET v_rest = LTRIM(v_rest) || ' ';
    WHILE LTRIM(v_rest) <> '' LOOP
        SET v_rest = LTRIM(v_rest);
        SET v_word = LEFT(v_rest, LOCATE(v_rest, ' ') - 1);
        SET v_rest = SUBSTR(v_rest, LENGTH(v_word) + 2);
        SET v_prefix = IF LOCATE(v_word, '/') > 0 THEN SUBSTR(v_word, LOCATE(v_word, '/') + 1) ENDIF;
        SET v_network = sms.sms_address(
            IF v_prefix IS NULL THEN v_word ELSE LEFT(v_word, LOCATE(v_word, '/') - 1) ENDIF);
        SET v_bits = CASE
            WHEN v_prefix IS NULL THEN BYTE_LENGTH(v_network) * 8
            WHEN v_prefix REGEXP '[0-9][0-9]?[0-9]?' THEN CAST(v_prefix AS INTEGER)
            ELSE -1
        END;
        IF BYTE_LENGTH(v_network) = BYTE_LENGTH(v_address) AND v_bits BETWEEN 0 AND BYTE_LENGTH(v_network) * 8 THEN
            SET v_full = CAST((v_bits - MOD(v_bits, 8)) / 8 AS INTEGER);
            SET v_weight = CASE MOD(v_bits, 8)
                WHEN 0 THEN 0 WHEN 1 THEN 128 WHEN 2 THEN 192 WHEN 3 THEN 224
                WHEN 4 THEN 240 WHEN 5 THEN 248 WHEN 6 THEN 252 ELSE 254
            END;
            IF (v_full = 0 OR BYTE_SUBSTR(v_network, 1, v_full) = BYTE_SUBSTR(v_address, 1, v_full))
               AND (v_weight = 0
                    OR (CAST(CAST(BYTE_SUBSTR(v_network, v_full + 1, 1) AS BINARY(1)) AS INTEGER) & v_weight)
                     = (CAST(CAST(BYTE_SUBSTR(v_address, v_full + 1, 1) AS BINARY(1)) AS INTEGER) & v_weight))
            THEN
                RETURN 1;
            END IF;
        END IF;
    END LOOP;
    RETURN 0;
END;

COMMENT ON PROCEDURE sms.sms_in_network IS '1 if an address is inside one of several networks.';
