-- sp_sms_surrogate: JSON escapes can spell half a surrogate pair, which SQLite turns into text that is no UTF-8: each half
-- becomes U+FFFD (rule 7). Internal: sp_sms_understand calls it.
-- IN p_found: 1 if the parameters have such an escape, be it half of a pair or not; else nothing happens.
-- Writes sms_call (read_params). Texts longer than any column (16000 characters) are spared that, since they fail anyway.
CREATE VIEW sp_sms_surrogate AS
SELECT NULL AS p_found;

CREATE TRIGGER sp_sms_surrogate_call INSTEAD OF INSERT ON sp_sms_surrogate WHEN NEW.p_found
BEGIN
    UPDATE sms_call
    SET read_params = (
        SELECT
            json_group_object(
                p.name,
                CASE
                    WHEN length(p.value) <= 16000 AND (instr(hex(p.value), 'EDA') OR instr(hex(p.value), 'EDB'))
                        THEN (
                            WITH RECURSIVE fix (n, t) AS (
                                SELECT 0, p.value
                                UNION ALL
                                SELECT n + 1, replace(t, char(55296 + n), char(65533)) FROM fix WHERE n < 2048
                            )
                            SELECT t FROM fix WHERE n = 2048
                        )
                    ELSE p.value
                END
            )
        FROM sms_call_parameter AS p
    );
END;
