-- 0001_reference: the tables that say how a provider's words become ours. A DBA may edit every row of them.
-- Words, kinds and codes are data here and never code elsewhere. Most databases compare texts without regard to case, so the
-- keys of two rows must differ in more than case; where case counts, the procedures compare bytes.

CREATE TABLE sms.sms_status_code (
    status  VARCHAR(16 CHAR)  NOT NULL PRIMARY KEY,
    rank    INTEGER           NOT NULL,
    final   SMALLINT          NOT NULL CHECK (final IN (0, 1)),
    outcome VARCHAR(8 CHAR)   NOT NULL CHECK (outcome IN ('pending', 'good', 'bad')),
    phone   VARCHAR(8 CHAR)   NOT NULL CHECK (phone IN ('valid', 'invalid', 'unknown')),
    meaning VARCHAR(200 CHAR) NOT NULL
);

COMMENT ON TABLE sms.sms_status_code IS 'Our statuses: how each ranks, whether it is final, how it ended and what it says about the phone.';
COMMENT ON COLUMN sms.sms_status_code.status IS 'Our name of the status.';
COMMENT ON COLUMN sms.sms_status_code.rank IS 'A message that is not final moves only to a higher rank.';
COMMENT ON COLUMN sms.sms_status_code.final IS '1 if nothing but another final status can follow.';
COMMENT ON COLUMN sms.sms_status_code.outcome IS 'How a message with this status ended: good, bad, or pending if it has not.';
COMMENT ON COLUMN sms.sms_status_code.phone IS 'What the status says about the phone: valid, invalid or unknown.';
COMMENT ON COLUMN sms.sms_status_code.meaning IS 'The status in words, for people.';

CREATE TABLE sms.sms_kind_column (
    kind        VARCHAR(16 CHAR) NOT NULL,
    column_name VARCHAR(32 CHAR) NOT NULL,
    type        VARCHAR(8 CHAR)  NOT NULL CHECK (type IN ('text', 'number', 'integer', 'time', 'list')),
    max_length  INTEGER          NULL,
    required    SMALLINT         NOT NULL DEFAULT 0 CHECK (required IN (0, 1)),
    PRIMARY KEY (kind, column_name)
);

COMMENT ON TABLE sms.sms_kind_column IS 'The columns that a callback of a kind can fill.';
COMMENT ON COLUMN sms.sms_kind_column.kind IS 'Kind of callback: status, inbound, opt_out, campaign.';
COMMENT ON COLUMN sms.sms_kind_column.column_name IS 'The column, or parameter of the procedure, that is filled.';
COMMENT ON COLUMN sms.sms_kind_column.type IS 'What it holds: text, number, integer, time, or a list of several parameters.';
COMMENT ON COLUMN sms.sms_kind_column.max_length IS 'Longest text in characters; a longer one makes the callback failed; NULL: no limit.';
COMMENT ON COLUMN sms.sms_kind_column.required IS '1 if a callback without it is failed.';

CREATE TABLE sms.sms_time_zone (
    zone           VARCHAR(40 CHAR) NOT NULL,
    local_from     TIMESTAMP        NOT NULL,
    offset_minutes INTEGER          NOT NULL,
    PRIMARY KEY (zone, local_from)
);

COMMENT ON TABLE sms.sms_time_zone IS 'How local times of providers become UTC; kept here so that every engine agrees.';
COMMENT ON COLUMN sms.sms_time_zone.zone IS 'Name of the zone, as in sms_provider.time_zone.';
COMMENT ON COLUMN sms.sms_time_zone.local_from IS 'Local wall-clock time from which the offset holds.';
COMMENT ON COLUMN sms.sms_time_zone.offset_minutes IS 'Minutes to subtract from the local time to get UTC.';

CREATE TABLE sms.sms_setting (
    name    VARCHAR(40 CHAR)  NOT NULL PRIMARY KEY,
    value   VARCHAR(200 CHAR) NOT NULL,
    meaning VARCHAR(300 CHAR) NOT NULL
);

COMMENT ON TABLE sms.sms_setting IS 'Settings of the procedures and views.';
COMMENT ON COLUMN sms.sms_setting.name IS 'Name of the setting.';
COMMENT ON COLUMN sms.sms_setting.value IS 'Its value, as text.';
COMMENT ON COLUMN sms.sms_setting.meaning IS 'What it does, and its unit.';

CREATE TABLE sms.sms_provider (
    provider           VARCHAR(32 CHAR)  NOT NULL PRIMARY KEY,
    title              VARCHAR(80 CHAR)  NOT NULL,
    scheme             VARCHAR(16 CHAR)  NOT NULL,
    idempotency_header VARCHAR(64 CHAR)  NULL,
    time_zone          VARCHAR(40 CHAR)  NOT NULL DEFAULT 'UTC',
    currency           VARCHAR(3 CHAR)   NULL,
    docs_url           VARCHAR(300 CHAR) NULL
);

COMMENT ON TABLE sms.sms_provider IS 'The providers whose callbacks are understood.';
COMMENT ON COLUMN sms.sms_provider.provider IS 'Short name, as in the callback''s URL.';
COMMENT ON COLUMN sms.sms_provider.title IS 'Name for people.';
COMMENT ON COLUMN sms.sms_provider.scheme IS 'How its calls prove themselves, unless the account says otherwise: twilio, token, basic, none.';
COMMENT ON COLUMN sms.sms_provider.idempotency_header IS 'HTTP header whose value is the same in every repetition of a callback.';
COMMENT ON COLUMN sms.sms_provider.time_zone IS 'Zone of its times that name none, as in sms_time_zone.';
COMMENT ON COLUMN sms.sms_provider.currency IS 'Currency of its prices where the callback names none (ISO 4217).';
COMMENT ON COLUMN sms.sms_provider.docs_url IS 'Where the provider documents its callbacks.';

CREATE TABLE sms.sms_provider_rule (
    provider VARCHAR(32 CHAR)  NOT NULL REFERENCES sms.sms_provider (provider),
    position INTEGER           NOT NULL,
    param    VARCHAR(128 CHAR) NOT NULL,
    value    VARCHAR(128 CHAR) NULL,
    kind     VARCHAR(16 CHAR)  NOT NULL,
    PRIMARY KEY (provider, position)
);

COMMENT ON TABLE sms.sms_provider_rule IS 'Which parameter tells the kind: the first rule whose parameter is there, not empty, and of that value.';
COMMENT ON COLUMN sms.sms_provider_rule.provider IS 'Whose rule it is.';
COMMENT ON COLUMN sms.sms_provider_rule.position IS 'Rules are tried in this order.';
COMMENT ON COLUMN sms.sms_provider_rule.param IS 'Name of the parameter; case does not count.';
COMMENT ON COLUMN sms.sms_provider_rule.value IS 'The value that it must have (case does not count), or NULL for any.';
COMMENT ON COLUMN sms.sms_provider_rule.kind IS 'The kind that such a callback has.';

CREATE TABLE sms.sms_provider_field (
    provider    VARCHAR(32 CHAR)  NOT NULL REFERENCES sms.sms_provider (provider),
    kind        VARCHAR(16 CHAR)  NOT NULL,
    column_name VARCHAR(32 CHAR)  NOT NULL,
    preference  INTEGER           NOT NULL,
    param       VARCHAR(128 CHAR) NOT NULL,
    format      VARCHAR(16 CHAR)  NULL CHECK (format IN ('iso', 'datetime', 'yymmddhhmm', 'unix', 'unix_ms')),
    in_key      SMALLINT          NOT NULL DEFAULT 0 CHECK (in_key IN (0, 1)),
    PRIMARY KEY (provider, kind, column_name, preference),
    FOREIGN KEY (kind, column_name) REFERENCES sms.sms_kind_column (kind, column_name)
);

COMMENT ON TABLE sms.sms_provider_field IS 'Which parameter of a provider fills which column.';
COMMENT ON COLUMN sms.sms_provider_field.provider IS 'Whose parameter it is.';
COMMENT ON COLUMN sms.sms_provider_field.kind IS 'Kind of callback that it comes in.';
COMMENT ON COLUMN sms.sms_provider_field.column_name IS 'The column that it fills, as in sms_kind_column.';
COMMENT ON COLUMN sms.sms_provider_field.preference IS 'Of several parameters for a column the one with the lowest number counts that is there and not empty.';
COMMENT ON COLUMN sms.sms_provider_field.param IS 'Name of the parameter; case does not count; one that ends in * stands for all that start so.';
COMMENT ON COLUMN sms.sms_provider_field.format IS 'How a time is written: iso, datetime, yymmddhhmm, unix, unix_ms; NULL for what is no time.';
COMMENT ON COLUMN sms.sms_provider_field.in_key IS '1 where the value is part of the natural key by which a repeated callback is known.';

CREATE TABLE sms.sms_provider_status (
    provider VARCHAR(32 CHAR) NOT NULL REFERENCES sms.sms_provider (provider),
    word     VARCHAR(64 CHAR) NOT NULL CHECK (CAST(word AS VARBINARY(256)) = CAST(LOWER(word) AS VARBINARY(256))),
    status   VARCHAR(16 CHAR) NOT NULL REFERENCES sms.sms_status_code (status),
    phone    VARCHAR(8 CHAR)  NULL CHECK (phone IN ('valid', 'invalid', 'unknown')),
    PRIMARY KEY (provider, word)
);

COMMENT ON TABLE sms.sms_provider_status IS 'A provider''s status words and ours; a word that is not here becomes unknown.';
COMMENT ON COLUMN sms.sms_provider_status.provider IS 'Whose word it is.';
COMMENT ON COLUMN sms.sms_provider_status.word IS 'The provider''s word, in lower case.';
COMMENT ON COLUMN sms.sms_provider_status.status IS 'Our status.';
COMMENT ON COLUMN sms.sms_provider_status.phone IS 'What the word says about the phone, if other than what the status says.';

CREATE TABLE sms.sms_provider_error (
    provider  VARCHAR(32 CHAR)  NOT NULL REFERENCES sms.sms_provider (provider),
    code      VARCHAR(64 CHAR)  NOT NULL,
    text      VARCHAR(300 CHAR) NOT NULL,
    permanent SMALLINT          NOT NULL CHECK (permanent IN (0, 1)),
    phone     VARCHAR(8 CHAR)   NULL CHECK (phone IN ('valid', 'invalid', 'unknown')),
    PRIMARY KEY (provider, code)
);

COMMENT ON TABLE sms.sms_provider_error IS 'The error codes of the providers.';
COMMENT ON COLUMN sms.sms_provider_error.provider IS 'Whose code it is.';
COMMENT ON COLUMN sms.sms_provider_error.code IS 'The code, as the provider sends it.';
COMMENT ON COLUMN sms.sms_provider_error.text IS 'What it means.';
COMMENT ON COLUMN sms.sms_provider_error.permanent IS '1 if the same message to the same phone would fail again.';
COMMENT ON COLUMN sms.sms_provider_error.phone IS 'What the code says about the phone, if other than what the status says.';

CREATE TABLE sms.sms_provider_answer (
    provider     VARCHAR(32 CHAR)  NOT NULL REFERENCES sms.sms_provider (provider),
    kind         VARCHAR(16 CHAR)  NOT NULL,
    status       INTEGER           NOT NULL CHECK (status BETWEEN 200 AND 299),
    content_type VARCHAR(80 CHAR)  NULL,
    body         VARCHAR(500 CHAR) NOT NULL DEFAULT '',
    PRIMARY KEY (provider, kind)
);

COMMENT ON TABLE sms.sms_provider_answer IS 'What a provider wants to hear when its callback is stored.';
COMMENT ON COLUMN sms.sms_provider_answer.provider IS 'Who wants to hear it.';
COMMENT ON COLUMN sms.sms_provider_answer.kind IS 'Kind of callback, or * where no row names the kind.';
COMMENT ON COLUMN sms.sms_provider_answer.status IS 'HTTP status code.';
COMMENT ON COLUMN sms.sms_provider_answer.content_type IS 'Content type of the body.';
COMMENT ON COLUMN sms.sms_provider_answer.body IS 'The body; empty for most.';

CREATE TABLE sms.sms_keyword (
    provider VARCHAR(32 CHAR) NOT NULL REFERENCES sms.sms_provider (provider),
    keyword  VARCHAR(32 CHAR) NOT NULL CHECK (CAST(keyword AS VARBINARY(128)) = CAST(UPPER(keyword) AS VARBINARY(128))),
    action   VARCHAR(8 CHAR)  NOT NULL CHECK (action IN ('stop', 'start')),
    PRIMARY KEY (provider, keyword)
);

COMMENT ON TABLE sms.sms_keyword IS 'Words that opt a phone out or in when they are the whole text of an inbound message.';
COMMENT ON COLUMN sms.sms_keyword.provider IS 'For messages that come through this provider.';
COMMENT ON COLUMN sms.sms_keyword.keyword IS 'The word, in upper case.';
COMMENT ON COLUMN sms.sms_keyword.action IS 'stop or start.';

CREATE TABLE sms.sms_account (
    provider      VARCHAR(32 CHAR)  NOT NULL REFERENCES sms.sms_provider (provider),
    account       VARCHAR(64 CHAR)  NOT NULL,
    scheme        VARCHAR(16 CHAR)  NOT NULL,
    secret        VARCHAR(500 CHAR) NULL,
    second_secret VARCHAR(500 CHAR) NULL,
    networks      VARCHAR(500 CHAR) NULL,
    enabled       SMALLINT          NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    created_at    TIMESTAMP         NOT NULL DEFAULT CURRENT UTC TIMESTAMP,
    updated_at    TIMESTAMP         NOT NULL DEFAULT CURRENT UTC TIMESTAMP,
    PRIMARY KEY (provider, account)
);

COMMENT ON TABLE sms.sms_account IS 'Who may call, and how a call proves itself; holds secrets, so that role sms_reader cannot read it.';
COMMENT ON COLUMN sms.sms_account.provider IS 'The provider.';
COMMENT ON COLUMN sms.sms_account.account IS 'The account''s name at the provider.';
COMMENT ON COLUMN sms.sms_account.scheme IS 'How its calls prove themselves: twilio, token, basic, none.';
COMMENT ON COLUMN sms.sms_account.secret IS 'The secret, or where to find it: env:NAME or file:PATH.';
COMMENT ON COLUMN sms.sms_account.second_secret IS 'A second one that is valid too, while secrets are exchanged.';
COMMENT ON COLUMN sms.sms_account.networks IS 'Addresses that may call, in CIDR notation, separated by blanks; NULL: any.';
COMMENT ON COLUMN sms.sms_account.enabled IS '0 if calls of this account are refused.';
COMMENT ON COLUMN sms.sms_account.created_at IS 'When the account was added (UTC).';
COMMENT ON COLUMN sms.sms_account.updated_at IS 'When it was last changed (UTC).';
