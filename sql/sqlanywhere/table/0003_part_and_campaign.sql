-- 0003_part_and_campaign: the parts of a long message, and a provider's own campaign reports.

CREATE TABLE sms.sms_part (
    provider    VARCHAR(32 CHAR)  NOT NULL,
    message_id  VARCHAR(128 CHAR) NOT NULL,
    part_id     VARCHAR(128 CHAR) NOT NULL,
    message_key VARBINARY(512)    NOT NULL,
    part_key    VARBINARY(512)    NOT NULL,
    status      VARCHAR(16 CHAR)  NOT NULL,
    status_at   TIMESTAMP         NULL,
    price       NUMERIC(18, 8)    NULL,
    PRIMARY KEY (provider, message_key, part_key)
);

COMMENT ON TABLE sms.sms_part IS 'The current state of each part of a long message, where the provider reports parts.';
COMMENT ON COLUMN sms.sms_part.provider IS 'The message''s provider.';
COMMENT ON COLUMN sms.sms_part.message_id IS 'The provider''s id of the message.';
COMMENT ON COLUMN sms.sms_part.part_id IS 'The provider''s id of the part.';
COMMENT ON COLUMN sms.sms_part.message_key IS 'The bytes of message_id.';
COMMENT ON COLUMN sms.sms_part.part_key IS 'The bytes of part_id.';
COMMENT ON COLUMN sms.sms_part.status IS 'Our status of the part, as in sms_status_code.';
COMMENT ON COLUMN sms.sms_part.status_at IS 'The provider''s own time of the status (UTC), if it gave one.';
COMMENT ON COLUMN sms.sms_part.price IS 'Price of the part.';

CREATE TABLE sms.sms_campaign (
    provider     VARCHAR(32 CHAR)  NOT NULL,
    campaign     VARCHAR(128 CHAR) NOT NULL,
    campaign_key VARBINARY(512)    NOT NULL,
    name         VARCHAR(256 CHAR) NULL,
    status       VARCHAR(64 CHAR)  NULL,
    recipients   INTEGER           NULL,
    counts       LONG VARCHAR      NULL,
    progress     BIGINT            NOT NULL DEFAULT 0,
    callback_id  BIGINT            NULL,
    created_at   TIMESTAMP         NOT NULL,
    updated_at   TIMESTAMP         NOT NULL,
    PRIMARY KEY (provider, campaign_key)
);

COMMENT ON TABLE sms.sms_campaign IS 'What a provider itself reports of a whole campaign.';
COMMENT ON COLUMN sms.sms_campaign.provider IS 'Who reports it.';
COMMENT ON COLUMN sms.sms_campaign.campaign IS 'The provider''s id of the campaign, as in sms_message.campaign.';
COMMENT ON COLUMN sms.sms_campaign.campaign_key IS 'The bytes of campaign.';
COMMENT ON COLUMN sms.sms_campaign.name IS 'Its name.';
COMMENT ON COLUMN sms.sms_campaign.status IS 'The provider''s word for its state.';
COMMENT ON COLUMN sms.sms_campaign.recipients IS 'How many phones it goes to.';
COMMENT ON COLUMN sms.sms_campaign.counts IS 'How many messages have which of the provider''s status words.';
COMMENT ON COLUMN sms.sms_campaign.progress IS 'Sum of those numbers times the rank of each status: a report with less came late.';
COMMENT ON COLUMN sms.sms_campaign.callback_id IS 'The callback that brought the latest report, in sms_callback.';
COMMENT ON COLUMN sms.sms_campaign.created_at IS 'When the first report came (UTC).';
COMMENT ON COLUMN sms.sms_campaign.updated_at IS 'When the latest report came (UTC).';
