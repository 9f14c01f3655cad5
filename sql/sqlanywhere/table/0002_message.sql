-- 0002_message: the journal of raw callbacks, and what they became: messages, their history, inbound messages, opt-outs.
-- Times are UTC. A status refers to sms_status_code without a foreign key: each check of one would lock a row that all messages
-- share. The procedures alone write these tables.
-- A provider's ids may differ in case only, and most databases compare texts without regard to case. So the keys are the bytes
-- of these texts, in columns …_key and …_bytes that the procedures fill; other columns with ids have plain indexes, and who
-- looks for one compares the bytes besides.

-- What a caller says of itself (kind, via, path …) has no limit here: the journal takes whatever comes.
CREATE TABLE sms.sms_callback (
    callback_id  BIGINT            NOT NULL DEFAULT AUTOINCREMENT PRIMARY KEY,
    provider     VARCHAR(250 CHAR) NOT NULL,
    kind         LONG VARCHAR      NOT NULL DEFAULT 'unknown',
    url_kind     LONG VARCHAR      NULL,
    params       LONG VARCHAR      NOT NULL,
    method       LONG VARCHAR      NULL,
    path         LONG VARCHAR      NULL,
    remote_addr  LONG VARCHAR      NULL,
    via          LONG VARCHAR      NOT NULL DEFAULT 'adapter',
    dedupe_key   VARCHAR(200 CHAR) NOT NULL,
    dedupe_bytes VARBINARY(800)    NOT NULL,
    hits         INTEGER           NOT NULL DEFAULT 1,
    state        VARCHAR(8 CHAR)   NOT NULL DEFAULT 'pending',
    attempts     INTEGER           NOT NULL DEFAULT 0,
    error        LONG VARCHAR      NULL,
    received_at  TIMESTAMP         NOT NULL,
    processed_at TIMESTAMP         NULL,
    UNIQUE (provider, dedupe_bytes)
);
CREATE INDEX sms_callback_received ON sms.sms_callback (received_at);
CREATE INDEX sms_callback_provider ON sms.sms_callback (provider, received_at);
CREATE INDEX sms_callback_open ON sms.sms_callback (state, callback_id);

COMMENT ON TABLE sms.sms_callback IS 'The journal: every callback as it came, and what became of it.';
COMMENT ON COLUMN sms.sms_callback.callback_id IS 'Serial number.';
COMMENT ON COLUMN sms.sms_callback.provider IS 'Who called.';
COMMENT ON COLUMN sms.sms_callback.kind IS 'What it is: status, inbound, opt_out, campaign, unknown.';
COMMENT ON COLUMN sms.sms_callback.url_kind IS 'The kind that the URL named, if it did.';
COMMENT ON COLUMN sms.sms_callback.params IS 'Every parameter as received: name and text, or a list of texts where the name was repeated.';
COMMENT ON COLUMN sms.sms_callback.method IS 'HTTP method.';
COMMENT ON COLUMN sms.sms_callback.path IS 'Path of the URL, secrets masked.';
COMMENT ON COLUMN sms.sms_callback.remote_addr IS 'Address of the caller.';
COMMENT ON COLUMN sms.sms_callback.via IS 'Which way it came: adapter, database, spool, fallback.';
COMMENT ON COLUMN sms.sms_callback.dedupe_key IS 'By what a repetition of the callback is known.';
COMMENT ON COLUMN sms.sms_callback.dedupe_bytes IS 'The bytes of dedupe_key.';
COMMENT ON COLUMN sms.sms_callback.hits IS 'How often the same callback came.';
COMMENT ON COLUMN sms.sms_callback.state IS 'pending, done or failed.';
COMMENT ON COLUMN sms.sms_callback.attempts IS 'How often it was worked.';
COMMENT ON COLUMN sms.sms_callback.error IS 'Why it failed, or what of it was left out.';
COMMENT ON COLUMN sms.sms_callback.received_at IS 'When it first came (UTC).';
COMMENT ON COLUMN sms.sms_callback.processed_at IS 'When it was last worked (UTC).';

CREATE TABLE sms.sms_message (
    provider        VARCHAR(32 CHAR)   NOT NULL,
    message_id      VARCHAR(128 CHAR)  NOT NULL,
    message_key     VARBINARY(512)     NOT NULL,
    account         VARCHAR(64 CHAR)   NULL,
    from_number     VARCHAR(64 CHAR)   NULL,
    to_number       VARCHAR(64 CHAR)   NULL,
    body            LONG VARCHAR       NULL,
    status          VARCHAR(16 CHAR)   NULL,
    provider_status VARCHAR(64 CHAR)   NULL,
    status_at       TIMESTAMP          NULL,
    error_code      VARCHAR(64 CHAR)   NULL,
    error_message   VARCHAR(1000 CHAR) NULL,
    parts           INTEGER            NULL,
    price           NUMERIC(18, 8)     NULL,
    currency        VARCHAR(3 CHAR)    NULL,
    country         VARCHAR(64 CHAR)   NULL,
    operator        VARCHAR(128 CHAR)  NULL,
    campaign        VARCHAR(128 CHAR)  NULL,
    label           VARCHAR(256 CHAR)  NULL,
    registered_at   TIMESTAMP          NULL,
    queued_at       TIMESTAMP          NULL,
    sent_at         TIMESTAMP          NULL,
    delivered_at    TIMESTAMP          NULL,
    failed_at       TIMESTAMP          NULL,
    created_at      TIMESTAMP          NOT NULL,
    updated_at      TIMESTAMP          NOT NULL,
    PRIMARY KEY (provider, message_key)
);
CREATE INDEX sms_message_phone ON sms.sms_message (to_number, created_at);
CREATE INDEX sms_message_campaign ON sms.sms_message (provider, campaign);
CREATE INDEX sms_message_created ON sms.sms_message (created_at);

COMMENT ON TABLE sms.sms_message IS 'The current state of each message sent.';
COMMENT ON COLUMN sms.sms_message.provider IS 'Who sent it for us.';
COMMENT ON COLUMN sms.sms_message.message_id IS 'The provider''s id of the message.';
COMMENT ON COLUMN sms.sms_message.message_key IS 'The bytes of message_id.';
COMMENT ON COLUMN sms.sms_message.account IS 'The account at the provider.';
COMMENT ON COLUMN sms.sms_message.from_number IS 'The sender, as the provider writes it.';
COMMENT ON COLUMN sms.sms_message.to_number IS 'The phone, as the provider writes it.';
COMMENT ON COLUMN sms.sms_message.body IS 'The text.';
COMMENT ON COLUMN sms.sms_message.status IS 'Our status, as in sms_status_code; NULL while none is known.';
COMMENT ON COLUMN sms.sms_message.provider_status IS 'The provider''s own word for it.';
COMMENT ON COLUMN sms.sms_message.status_at IS 'The provider''s own time of the status (UTC), if it gave one.';
COMMENT ON COLUMN sms.sms_message.error_code IS 'The provider''s error code, where the status is bad or unknown.';
COMMENT ON COLUMN sms.sms_message.error_message IS 'The error in words: the provider''s, else those of sms_provider_error.';
COMMENT ON COLUMN sms.sms_message.parts IS 'How many parts the message has.';
COMMENT ON COLUMN sms.sms_message.price IS 'Price; of a message in parts the sum of theirs.';
COMMENT ON COLUMN sms.sms_message.currency IS 'Currency of the price (ISO 4217).';
COMMENT ON COLUMN sms.sms_message.country IS 'Country of the phone, as the provider writes it.';
COMMENT ON COLUMN sms.sms_message.operator IS 'Operator of the phone.';
COMMENT ON COLUMN sms.sms_message.campaign IS 'Campaign that the message belongs to.';
COMMENT ON COLUMN sms.sms_message.label IS 'The application''s own label.';
COMMENT ON COLUMN sms.sms_message.registered_at IS 'When the application registered it (UTC); NULL if it never did.';
COMMENT ON COLUMN sms.sms_message.queued_at IS 'When it was queued (UTC).';
COMMENT ON COLUMN sms.sms_message.sent_at IS 'When it was sent (UTC).';
COMMENT ON COLUMN sms.sms_message.delivered_at IS 'When it was delivered (UTC).';
COMMENT ON COLUMN sms.sms_message.failed_at IS 'When it failed (UTC).';
COMMENT ON COLUMN sms.sms_message.created_at IS 'When this row was made (UTC).';
COMMENT ON COLUMN sms.sms_message.updated_at IS 'When this row was last changed (UTC).';

CREATE TABLE sms.sms_status (
    status_id       BIGINT             NOT NULL DEFAULT AUTOINCREMENT PRIMARY KEY,
    callback_id     BIGINT             NULL,
    provider        VARCHAR(32 CHAR)   NOT NULL,
    message_id      VARCHAR(128 CHAR)  NOT NULL,
    part_id         VARCHAR(128 CHAR)  NULL,
    status          VARCHAR(16 CHAR)   NOT NULL,
    provider_status VARCHAR(64 CHAR)   NULL,
    error_code      VARCHAR(64 CHAR)   NULL,
    error_message   VARCHAR(1000 CHAR) NULL,
    price           NUMERIC(18, 8)     NULL,
    occurred_at     TIMESTAMP          NULL,
    received_at     TIMESTAMP          NOT NULL,
    applied         SMALLINT           NOT NULL
);
CREATE INDEX sms_status_message ON sms.sms_status (provider, message_id);
CREATE INDEX sms_status_callback ON sms.sms_status (callback_id);

COMMENT ON TABLE sms.sms_status IS 'The history of each message: one row an event, never changed.';
COMMENT ON COLUMN sms.sms_status.status_id IS 'Serial number.';
COMMENT ON COLUMN sms.sms_status.callback_id IS 'The callback that brought it, in sms_callback.';
COMMENT ON COLUMN sms.sms_status.provider IS 'The message''s provider.';
COMMENT ON COLUMN sms.sms_status.message_id IS 'The provider''s id of the message.';
COMMENT ON COLUMN sms.sms_status.part_id IS 'The provider''s id of the part, where it reports each part of a long message.';
COMMENT ON COLUMN sms.sms_status.status IS 'Our status, as in sms_status_code.';
COMMENT ON COLUMN sms.sms_status.provider_status IS 'The provider''s own word for it.';
COMMENT ON COLUMN sms.sms_status.error_code IS 'The provider''s error code, where the status is bad or unknown.';
COMMENT ON COLUMN sms.sms_status.error_message IS 'The error in words.';
COMMENT ON COLUMN sms.sms_status.price IS 'The price that the event named.';
COMMENT ON COLUMN sms.sms_status.occurred_at IS 'The provider''s own time of the event (UTC), if it gave one.';
COMMENT ON COLUMN sms.sms_status.received_at IS 'When we received it (UTC).';
COMMENT ON COLUMN sms.sms_status.applied IS '1 if it moved the message or its part, 0 if a later state had been reached already.';

CREATE TABLE sms.sms_inbound (
    inbound_id    BIGINT            NOT NULL DEFAULT AUTOINCREMENT PRIMARY KEY,
    callback_id   BIGINT            NULL,
    provider      VARCHAR(32 CHAR)  NOT NULL,
    message_id    VARCHAR(128 CHAR) NULL,
    reply_to      VARCHAR(128 CHAR) NULL,
    from_number   VARCHAR(64 CHAR)  NOT NULL,
    to_number     VARCHAR(64 CHAR)  NULL,
    body          LONG VARCHAR      NULL,
    media         LONG VARCHAR      NULL,
    account       VARCHAR(64 CHAR)  NULL,
    parts         INTEGER           NULL,
    price         NUMERIC(18, 8)    NULL,
    currency      VARCHAR(3 CHAR)   NULL,
    natural_key   VARCHAR(200 CHAR) NOT NULL,
    natural_bytes VARBINARY(800)    NOT NULL,
    occurred_at   TIMESTAMP         NULL,
    received_at   TIMESTAMP         NOT NULL,
    UNIQUE (provider, natural_bytes)
);
CREATE INDEX sms_inbound_from ON sms.sms_inbound (from_number, received_at);
CREATE INDEX sms_inbound_received ON sms.sms_inbound (received_at);
CREATE INDEX sms_inbound_callback ON sms.sms_inbound (callback_id);
CREATE INDEX sms_inbound_reply ON sms.sms_inbound (provider, reply_to);

COMMENT ON TABLE sms.sms_inbound IS 'Messages that phones sent to us.';
COMMENT ON COLUMN sms.sms_inbound.inbound_id IS 'Serial number.';
COMMENT ON COLUMN sms.sms_inbound.callback_id IS 'The callback that brought it, in sms_callback.';
COMMENT ON COLUMN sms.sms_inbound.provider IS 'Through whom it came.';
COMMENT ON COLUMN sms.sms_inbound.message_id IS 'The provider''s id of the message.';
COMMENT ON COLUMN sms.sms_inbound.reply_to IS 'The message_id of the message that it answers, if known.';
COMMENT ON COLUMN sms.sms_inbound.from_number IS 'The phone.';
COMMENT ON COLUMN sms.sms_inbound.to_number IS 'Our number.';
COMMENT ON COLUMN sms.sms_inbound.body IS 'The text.';
COMMENT ON COLUMN sms.sms_inbound.media IS 'Attachments: an array of objects with url and content_type.';
COMMENT ON COLUMN sms.sms_inbound.account IS 'The account at the provider.';
COMMENT ON COLUMN sms.sms_inbound.parts IS 'How many parts the message had.';
COMMENT ON COLUMN sms.sms_inbound.price IS 'What receiving it cost.';
COMMENT ON COLUMN sms.sms_inbound.currency IS 'Currency of the price (ISO 4217).';
COMMENT ON COLUMN sms.sms_inbound.natural_key IS 'By what the same message is known when it comes again.';
COMMENT ON COLUMN sms.sms_inbound.natural_bytes IS 'The bytes of natural_key.';
COMMENT ON COLUMN sms.sms_inbound.occurred_at IS 'The provider''s own time (UTC), if it gave one.';
COMMENT ON COLUMN sms.sms_inbound.received_at IS 'When we received it (UTC).';

CREATE TABLE sms.sms_opt_out (
    provider     VARCHAR(32 CHAR) NOT NULL,
    number       VARCHAR(64 CHAR) NOT NULL,
    sender       VARCHAR(64 CHAR) NOT NULL DEFAULT '',
    number_key   VARBINARY(256)   NOT NULL,
    sender_key   VARBINARY(256)   NOT NULL,
    opted_out_at TIMESTAMP        NULL,
    opted_in_at  TIMESTAMP        NULL,
    keyword      LONG VARCHAR     NULL,
    callback_id  BIGINT           NULL,
    PRIMARY KEY (provider, number_key, sender_key)
);
CREATE INDEX sms_opt_out_number ON sms.sms_opt_out (number);
CREATE INDEX sms_opt_out_callback ON sms.sms_opt_out (callback_id);

COMMENT ON TABLE sms.sms_opt_out IS 'Phones that opted out of a sender''s messages; opted out now if opted_out_at is set and opted_in_at is NULL or earlier.';
COMMENT ON COLUMN sms.sms_opt_out.provider IS 'Through whom we heard it.';
COMMENT ON COLUMN sms.sms_opt_out.number IS 'The phone.';
COMMENT ON COLUMN sms.sms_opt_out.sender IS 'Our number or sender name; empty if the provider does not tell.';
COMMENT ON COLUMN sms.sms_opt_out.number_key IS 'The bytes of number.';
COMMENT ON COLUMN sms.sms_opt_out.sender_key IS 'The bytes of sender.';
COMMENT ON COLUMN sms.sms_opt_out.opted_out_at IS 'When the phone last opted out (UTC).';
COMMENT ON COLUMN sms.sms_opt_out.opted_in_at IS 'When it last opted in again (UTC).';
COMMENT ON COLUMN sms.sms_opt_out.keyword IS 'The word that it last said.';
COMMENT ON COLUMN sms.sms_opt_out.callback_id IS 'The callback that brought it, in sms_callback.';
