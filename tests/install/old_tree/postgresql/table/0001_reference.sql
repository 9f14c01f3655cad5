-- 0001_reference: the tables that say how a provider's words become ours. A DBA may edit every row of them.
-- Words, kinds and codes are data here and never code elsewhere. Names compare byte by byte (COLLATE "C"), as on every
-- engine, whatever the locale of the database.

CREATE TABLE sms.sms_status_code (
    status  varchar(16) COLLATE "C" NOT NULL PRIMARY KEY,
    rank    integer      NOT NULL,
    final   smallint     NOT NULL CHECK (final IN (0, 1)),
    outcome varchar(8)   NOT NULL CHECK (outcome IN ('pending', 'good', 'bad')),
    phone   varchar(8)   NOT NULL CHECK (phone IN ('valid', 'invalid', 'unknown')),
    meaning varchar(200) NOT NULL
);

COMMENT ON TABLE sms.sms_status_code IS 'Our statuses: how each ranks, whether it is final, how it ended and what it says about the phone.';
COMMENT ON COLUMN sms.sms_status_code.status IS 'Our name of the status.';
COMMENT ON COLUMN sms.sms_status_code.rank IS 'A message that is not final moves only to a higher rank.';
COMMENT ON COLUMN sms.sms_status_code.final IS '1 if nothing but another final status can follow.';
COMMENT ON COLUMN sms.sms_status_code.outcome IS 'How a message with this status ended: good, bad, or pending if it has not.';
COMMENT ON COLUMN sms.sms_status_code.phone IS 'What the status says about the phone: valid, invalid or unknown.';
COMMENT ON COLUMN sms.sms_status_code.meaning IS 'The status in words, for people.';

CREATE TABLE sms.sms_kind_column (
    kind        varchar(16) COLLATE "C" NOT NULL,
    column_name varchar(32) COLLATE "C" NOT NULL,
    type        varchar(8) NOT NULL CHECK (type IN ('text', 'number', 'integer', 'time', 'list')),
    max_length  integer    NULL,
    required    smallint   NOT NULL DEFAULT 0 CHECK (required IN (0, 1)),
    PRIMARY KEY (kind, column_name)
);

COMMENT ON TABLE sms.sms_kind_column IS 'The columns that a callback of a kind can fill.';
COMMENT ON COLUMN sms.sms_kind_column.kind IS 'Kind of callback: status, inbound, opt_out, campaign.';
COMMENT ON COLUMN sms.sms_kind_column.column_name IS 'The column, or parameter of the procedure, that is filled.';
COMMENT ON COLUMN sms.sms_kind_column.type IS 'What it holds: text, number, integer, time, or a list of several parameters.';
COMMENT ON COLUMN sms.sms_kind_column.max_length IS 'Longest text in characters; a longer one makes the callback failed; NULL: no limit.';
COMMENT ON COLUMN sms.sms_kind_column.required IS '1 if a callback without it is failed.';

CREATE TABLE sms.sms_time_zone (
    zone           varchar(40) COLLATE "C" NOT NULL,
    local_from     timestamp(3) NOT NULL,
    offset_minutes integer      NOT NULL,
    PRIMARY KEY (zone, local_from)
);

COMMENT ON TABLE sms.sms_time_zone IS 'How local times of providers become UTC; kept here so that every engine agrees.';
COMMENT ON COLUMN sms.sms_time_zone.zone IS 'Name of the zone, as in sms_provider.time_zone.';
COMMENT ON COLUMN sms.sms_time_zone.local_from IS 'Local wall-clock time from which the offset holds.';
COMMENT ON COLUMN sms.sms_time_zone.offset_minutes IS 'Minutes to subtract from the local time to get UTC.';

CREATE TABLE sms.sms_setting (
    name    varchar(40) COLLATE "C" NOT NULL PRIMARY KEY,
    value   varchar(200) NOT NULL,
    meaning varchar(300) NOT NULL
);

COMMENT ON TABLE sms.sms_setting IS 'Settings of the procedures and views.';
COMMENT ON COLUMN sms.sms_setting.name IS 'Name of the setting.';
COMMENT ON COLUMN sms.sms_setting.value IS 'Its value, as text.';
COMMENT ON COLUMN sms.sms_setting.meaning IS 'What it does, and its unit.';

CREATE TABLE sms.sms_provider (
    provider           varchar(32) COLLATE "C" NOT NULL PRIMARY KEY,
    title              varchar(80)  NOT NULL,
    scheme             varchar(16)  NOT NULL,
    idempotency_header varchar(64)  NULL,
    time_zone          varchar(40) COLLATE "C" NOT NULL DEFAULT 'UTC',
    currency           varchar(3)   NULL,
    docs_url           varchar(300) NULL
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
    provider varchar(32) COLLATE "C" NOT NULL REFERENCES sms.sms_provider (provider),
    position integer      NOT NULL,
    param    varchar(128) NOT NULL,
    value    varchar(128) NULL,
    kind     varchar(16) COLLATE "C" NOT NULL,
    PRIMARY KEY (provider, position)
);

COMMENT ON TABLE sms.sms_provider_rule IS 'Which parameter tells the kind: the first rule whose parameter is there, not empty, and of that value.';
COMMENT ON COLUMN sms.sms_provider_rule.provider IS 'Whose rule it is.';
COMMENT ON COLUMN sms.sms_provider_rule.position IS 'Rules are tried in this order.';
COMMENT ON COLUMN sms.sms_provider_rule.param IS 'Name of the parameter; case does not count.';
COMMENT ON COLUMN sms.sms_provider_rule.value IS 'The value that it must have (case does not count), or NULL for any.';
COMMENT ON COLUMN sms.sms_provider_rule.kind IS 'The kind that such a callback has.';

CREATE TABLE sms.sms_provider_field (
    provider    varchar(32) COLLATE "C" NOT NULL REFERENCES sms.sms_provider (provider),
    kind        varchar(16) COLLATE "C" NOT NULL,
    column_name varchar(32) COLLATE "C" NOT NULL,
    preference  integer      NOT NULL,
    param       varchar(128) NOT NULL,
    format      varchar(16)  NULL CHECK (format IN ('iso', 'datetime', 'yymmddhhmm', 'unix', 'unix_ms')),
    in_key      smallint     NOT NULL DEFAULT 0 CHECK (in_key IN (0, 1)),
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
    provider varchar(32) COLLATE "C" NOT NULL REFERENCES sms.sms_provider (provider),
    word     varchar(64) COLLATE "C" NOT NULL CHECK (word = lower(word COLLATE "C")),
    status   varchar(16) COLLATE "C" NOT NULL REFERENCES sms.sms_status_code (status),
    phone    varchar(8)  NULL CHECK (phone IN ('valid', 'invalid', 'unknown')),
    PRIMARY KEY (provider, word)
);

COMMENT ON TABLE sms.sms_provider_status IS 'A provider''s status words and ours; a word that is not here becomes unknown.';
COMMENT ON COLUMN sms.sms_provider_status.provider IS 'Whose word it is.';
COMMENT ON COLUMN sms.sms_provider_status.word IS 'The provider''s word, in lower case.';
COMMENT ON COLUMN sms.sms_provider_status.status IS 'Our status.';
COMMENT ON COLUMN sms.sms_provider_status.phone IS 'What the word says about the phone, if other than what the status says.';

CREATE TABLE sms.sms_provider_error (
    provider  varchar(32) COLLATE "C" NOT NULL REFERENCES sms.sms_provider (provider),
    code      varchar(64) COLLATE "C" NOT NULL,
    text      varchar(300) NOT NULL,
    permanent smallint     NOT NULL CHECK (permanent IN (0, 1)),
    phone     varchar(8)   NULL CHECK (phone IN ('valid', 'invalid', 'unknown')),
    PRIMARY KEY (provider, code)
);

COMMENT ON TABLE sms.sms_provider_error IS 'The error codes of the providers.';
COMMENT ON COLUMN sms.sms_provider_error.provider IS 'Whose code it is.';
COMMENT ON COLUMN sms.sms_provider_error.code IS 'The code, as the provider sends it.';
COMMENT ON COLUMN sms.sms_provider_error.text IS 'What it means.';
COMMENT ON COLUMN sms.sms_provider_error.permanent IS '1 if the same message to the same phone would fail again.';
COMMENT ON COLUMN sms.sms_provider_error.phone IS 'What the code says about the phone, if other than what the status says.';

CREATE TABLE sms.sms_provider_answer (
    provider     varchar(32) COLLATE "C" NOT NULL REFERENCES sms.sms_provider (provider),
    kind         varchar(16) COLLATE "C" NOT NULL,
    status       integer      NOT NULL CHECK (status BETWEEN 200 AND 299),
    content_type varchar(80)  NULL,
    body         varchar(500) NOT NULL DEFAULT '',
    PRIMARY KEY (provider, kind)
);

COMMENT ON TABLE sms.sms_provider_answer IS 'What a provider wants to hear when its callback is stored.';
COMMENT ON COLUMN sms.sms_provider_answer.provider IS 'Who wants to hear it.';
COMMENT ON COLUMN sms.sms_provider_answer.kind IS 'Kind of callback, or * where no row names the kind.';
COMMENT ON COLUMN sms.sms_provider_answer.status IS 'HTTP status code.';
COMMENT ON COLUMN sms.sms_provider_answer.content_type IS 'Content type of the body.';
COMMENT ON COLUMN sms.sms_provider_answer.body IS 'The body; empty for most.';

CREATE TABLE sms.sms_keyword (
    provider varchar(32) COLLATE "C" NOT NULL REFERENCES sms.sms_provider (provider),
    keyword  varchar(32) COLLATE "C" NOT NULL CHECK (keyword = upper(keyword COLLATE "C")),
    action   varchar(8)  NOT NULL CHECK (action IN ('stop', 'start')),
    PRIMARY KEY (provider, keyword)
);

COMMENT ON TABLE sms.sms_keyword IS 'Words that opt a phone out or in when they are the whole text of an inbound message.';
COMMENT ON COLUMN sms.sms_keyword.provider IS 'For messages that come through this provider.';
COMMENT ON COLUMN sms.sms_keyword.keyword IS 'The word, in upper case.';
COMMENT ON COLUMN sms.sms_keyword.action IS 'stop or start.';

CREATE TABLE sms.sms_account (
    provider      varchar(32) COLLATE "C" NOT NULL REFERENCES sms.sms_provider (provider),
    account       varchar(64) COLLATE "C" NOT NULL,
    scheme        varchar(16)  NOT NULL,
    secret        varchar(500) NULL,
    second_secret varchar(500) NULL,
    networks      varchar(500) NULL,
    enabled       smallint     NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    created_at    timestamp(3) NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'UTC'),
    updated_at    timestamp(3) NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'UTC'),
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
