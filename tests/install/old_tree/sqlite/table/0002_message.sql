-- 0002_message: the journal of raw callbacks, and what they became: messages, their history, inbound messages, opt-outs.
-- Times are UTC, written YYYY-MM-DD HH:MM:SS.SSS.

CREATE TABLE sms_callback (
    callback_id  INTEGER     PRIMARY KEY AUTOINCREMENT,
    provider     VARCHAR(32) NOT NULL,
    kind         VARCHAR(16) NOT NULL DEFAULT 'unknown',
    url_kind     VARCHAR(16) NULL,
    params       TEXT        NOT NULL,
    method       VARCHAR(16) NULL,
    path         TEXT        NULL,
    remote_addr  VARCHAR(64) NULL,
    via          VARCHAR(16) NOT NULL DEFAULT 'adapter',
    dedupe_key   TEXT        NOT NULL,
    hits         INTEGER     NOT NULL DEFAULT 1,
    state        VARCHAR(8)  NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'failed')),
    attempts     INTEGER     NOT NULL DEFAULT 0,
    error        TEXT        NULL,
    received_at  TEXT        NOT NULL,
    processed_at TEXT        NULL,
    UNIQUE (provider, dedupe_key)
);
CREATE INDEX sms_callback_received ON sms_callback (received_at);
CREATE INDEX sms_callback_provider ON sms_callback (provider, received_at);
CREATE INDEX sms_callback_open ON sms_callback (state, callback_id) WHERE state <> 'done';

CREATE TABLE sms_message (
    provider        VARCHAR(32)   NOT NULL CHECK (length(provider) <= 32),
    message_id      VARCHAR(128)  NOT NULL CHECK (length(message_id) <= 128),
    account         VARCHAR(64)   NULL CHECK (length(account) <= 64),
    from_number     VARCHAR(64)   NULL CHECK (length(from_number) <= 64),
    to_number       VARCHAR(64)   NULL CHECK (length(to_number) <= 64),
    body            VARCHAR(16000) NULL CHECK (length(body) <= 16000),
    status          VARCHAR(16)   NULL REFERENCES sms_status_code (status),
    provider_status VARCHAR(64)   NULL CHECK (length(provider_status) <= 64),
    status_at       TEXT          NULL,
    error_code      VARCHAR(64)   NULL CHECK (length(error_code) <= 64),
    error_message   VARCHAR(1000) NULL CHECK (length(error_message) <= 1000),
    parts           INTEGER       NULL,
    price           NUMERIC(18, 8) NULL,
    currency        VARCHAR(3)    NULL CHECK (length(currency) <= 3),
    country         VARCHAR(64)   NULL CHECK (length(country) <= 64),
    operator        VARCHAR(128)  NULL CHECK (length(operator) <= 128),
    campaign        VARCHAR(128)  NULL CHECK (length(campaign) <= 128),
    label           VARCHAR(256)  NULL CHECK (length(label) <= 256),
    registered_at   TEXT          NULL,
    queued_at       TEXT          NULL,
    sent_at         TEXT          NULL,
    delivered_at    TEXT          NULL,
    failed_at       TEXT          NULL,
    created_at      TEXT          NOT NULL,
    updated_at      TEXT          NOT NULL,
    PRIMARY KEY (provider, message_id)
);
CREATE INDEX sms_message_phone ON sms_message (to_number, updated_at);
CREATE INDEX sms_message_campaign ON sms_message (provider, campaign) WHERE campaign IS NOT NULL;
CREATE INDEX sms_message_created ON sms_message (created_at);

CREATE TABLE sms_status (
    status_id       INTEGER       PRIMARY KEY AUTOINCREMENT,
    callback_id     INTEGER       NULL,
    provider        VARCHAR(32)   NOT NULL CHECK (length(provider) <= 32),
    message_id      VARCHAR(128)  NOT NULL CHECK (length(message_id) <= 128),
    part_id         VARCHAR(128)  NULL CHECK (length(part_id) <= 128),
    status          VARCHAR(16)   NOT NULL REFERENCES sms_status_code (status),
    provider_status VARCHAR(64)   NULL CHECK (length(provider_status) <= 64),
    error_code      VARCHAR(64)   NULL CHECK (length(error_code) <= 64),
    error_message   VARCHAR(1000) NULL CHECK (length(error_message) <= 1000),
    price           NUMERIC(18, 8) NULL,
    occurred_at     TEXT          NULL,
    received_at     TEXT          NOT NULL,
    applied         INTEGER       NOT NULL CHECK (applied IN (0, 1))
);
CREATE INDEX sms_status_message ON sms_status (provider, message_id);
CREATE INDEX sms_status_callback ON sms_status (callback_id) WHERE callback_id IS NOT NULL;

CREATE TABLE sms_inbound (
    inbound_id  INTEGER       PRIMARY KEY AUTOINCREMENT,
    callback_id INTEGER       NULL,
    provider    VARCHAR(32)   NOT NULL CHECK (length(provider) <= 32),
    message_id  VARCHAR(128)  NULL CHECK (length(message_id) <= 128),
    reply_to    VARCHAR(128)  NULL CHECK (length(reply_to) <= 128),
    from_number VARCHAR(64)   NOT NULL CHECK (length(from_number) <= 64),
    to_number   VARCHAR(64)   NULL CHECK (length(to_number) <= 64),
    body        VARCHAR(16000) NULL CHECK (length(body) <= 16000),
    media       TEXT          NULL,
    account     VARCHAR(64)   NULL CHECK (length(account) <= 64),
    parts       INTEGER       NULL,
    price       NUMERIC(18, 8) NULL,
    currency    VARCHAR(3)    NULL CHECK (length(currency) <= 3),
    natural_key TEXT          NOT NULL,
    occurred_at TEXT          NULL,
    received_at TEXT          NOT NULL,
    UNIQUE (provider, natural_key)
);
CREATE INDEX sms_inbound_from ON sms_inbound (from_number, received_at);
CREATE INDEX sms_inbound_received ON sms_inbound (received_at);
CREATE INDEX sms_inbound_callback ON sms_inbound (callback_id) WHERE callback_id IS NOT NULL;
CREATE INDEX sms_inbound_reply ON sms_inbound (provider, reply_to) WHERE reply_to IS NOT NULL;

CREATE TABLE sms_opt_out (
    provider     VARCHAR(32) NOT NULL CHECK (length(provider) <= 32),
    number       VARCHAR(64) NOT NULL CHECK (length(number) <= 64),
    sender       VARCHAR(64) NOT NULL DEFAULT '' CHECK (length(sender) <= 64),
    opted_out_at TEXT        NULL,
    opted_in_at  TEXT        NULL,
    keyword      VARCHAR(16000) NULL CHECK (length(keyword) <= 16000),
    callback_id  INTEGER     NULL,
    PRIMARY KEY (provider, number, sender)
);
CREATE INDEX sms_opt_out_number ON sms_opt_out (number);
CREATE INDEX sms_opt_out_callback ON sms_opt_out (callback_id) WHERE callback_id IS NOT NULL;
