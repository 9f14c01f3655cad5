-- sp_sms_campaign: what a provider reports of a whole campaign (docs/rules.md, section 4). Reports arrive out of order; one
-- that has come less far than the row changes nothing but what is NULL.
-- IN p_provider, p_campaign, p_name, p_status (the provider's word), p_recipients, p_counts (JSON object: the provider's word
-- to number), p_received_at (UTC, default: now), p_callback_id.
-- Writes sms_campaign. Calls sp_sms_json. Reads sms_provider_status, sms_status_code.
CREATE OR REPLACE PROCEDURE sms.sp_sms_campaign(
    IN p_provider    LONG VARCHAR DEFAULT NULL,
    IN p_campaign    LONG VARCHAR DEFAULT NULL,
    IN p_name        LONG VARCHAR DEFAULT NULL,
    IN p_status      LONG VARCHAR DEFAULT NULL,
    IN p_recipients  INTEGER      DEFAULT NULL,
    IN p_counts      LONG VARCHAR DEFAULT NULL,
    IN p_received_at TIMESTAMP    DEFAULT NULL,
    IN p_callback_id BIGINT       DEFAULT NULL
)
NO RESULT SET
BEGIN
    DECLARE v_received TIMESTAMP;
    DECLARE v_key      LONG BINARY;
    DECLARE v_progress BIGINT;
    DECLARE v_valid    SMALLINT;

    SET v_received = CURRENT UTC TIMESTAMP;
    SET v_received = COALESCE(p_received_at, v_received);
    SET v_key = sms.sms_bytes(p_campaign);
    SET v_progress = 0;
    IF p_counts IS NOT NULL THEN
        CALL sms.sp_sms_json(p_counts, v_valid, 1);
        SET v_progress = (
            SELECT COALESCE(CAST(SUM(sms.sms_number(j.value) * s.rank) AS BIGINT), 0)
            FROM sms.sms_json_value AS j
            LEFT OUTER JOIN sms.sms_provider_status AS p
                ON p.provider = p_provider
                    AND p.word = sms.sms_lower(j.name)
                    AND sms.sms_bytes(p.word) = sms.sms_bytes(sms.sms_lower(j.name))
            JOIN sms.sms_status_code AS s ON s.status = COALESCE(p.status, 'unknown')
            WHERE j.place >= 0
        );
    END IF;

    BEGIN
        INSERT INTO sms.sms_campaign (
            provider, campaign, campaign_key, name, status, recipients, counts, progress, callback_id, created_at, updated_at
        )
        VALUES (
            p_provider, p_campaign, v_key, p_name, p_status, p_recipients, p_counts, v_progress, p_callback_id,
            v_received, v_received
        );
        RETURN;
    EXCEPTION
        WHEN OTHERS THEN
            IF SQLCODE NOT IN (-193, -196) THEN
                RESIGNAL;
            END IF;
    END;
    -- The campaign is there. A report with less progress came late.
    UPDATE sms.sms_campaign
    SET
        name = CASE WHEN v_progress < progress THEN COALESCE(name, p_name) ELSE COALESCE(p_name, name) END,
        status = CASE WHEN v_progress < progress THEN COALESCE(status, p_status) ELSE COALESCE(p_status, status) END,
        recipients = CASE
            WHEN v_progress < progress THEN COALESCE(recipients, p_recipients)
            ELSE COALESCE(p_recipients, recipients)
        END,
        counts = CASE WHEN v_progress < progress THEN COALESCE(counts, p_counts) ELSE COALESCE(p_counts, counts) END,
        callback_id = CASE WHEN v_progress < progress THEN callback_id ELSE p_callback_id END,
        updated_at = CASE WHEN v_progress < progress OR v_received < updated_at THEN updated_at ELSE v_received END,
        progress = CASE WHEN v_progress < progress THEN progress ELSE v_progress END
    WHERE provider = p_provider AND campaign_key = v_key;
END;

COMMENT ON PROCEDURE sms.sp_sms_campaign IS 'Takes what a provider reports of a whole campaign.';
