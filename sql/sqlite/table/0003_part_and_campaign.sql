-- 0003_part_and_campaign: the parts of a long message, a provider's own campaign reports,
-- and sms_call: SQLite has no variables and no OUT parameters, so a procedure keeps them in this one row.

CREATE TABLE sms_part (
    provider    VARCHAR(32)  NOT NULL,
    message_id  VARCHAR(128) NOT NULL,
    part_id     VARCHAR(128) NOT NULL CHECK (length(part_id) <= 128),
    status      VARCHAR(16)  NOT NULL REFERENCES sms_status_code (status),
    status_at   TEXT         NULL,
    price       NUMERIC(18, 8) NULL,
    PRIMARY KEY (provider, message_id, part_id)
);

CREATE TABLE sms_campaign (
    provider    VARCHAR(32)  NOT NULL CHECK (length(provider) <= 32),
    campaign    VARCHAR(128) NOT NULL CHECK (length(campaign) <= 128),
    name        VARCHAR(256) NULL CHECK (length(name) <= 256),
    status      VARCHAR(64)  NULL CHECK (length(status) <= 64),
    recipients  INTEGER      NULL,
    counts      TEXT         NULL,
    progress    INTEGER      NOT NULL DEFAULT 0,
    callback_id INTEGER      NULL,
    created_at  TEXT         NOT NULL,
    updated_at  TEXT         NOT NULL,
    PRIMARY KEY (provider, campaign)
);
