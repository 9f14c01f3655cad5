-- 0001_reference: the tables that say how a provider's words become ours. A DBA may edit every row of them.
-- Words, kinds and codes are data here and never code elsewhere.

-- How a status ranks, whether it is final, how it ended (pending, good, bad) and what it says about the phone.
CREATE TABLE sms_status_code (
    status      VARCHAR(16)  NOT NULL PRIMARY KEY CHECK (length(status) <= 16),
    rank        INTEGER      NOT NULL,
    final       INTEGER      NOT NULL CHECK (final IN (0, 1)),
    outcome     VARCHAR(8)   NOT NULL CHECK (outcome IN ('pending', 'good', 'bad')),
    phone       VARCHAR(8)   NOT NULL CHECK (phone IN ('valid', 'invalid', 'unknown')),
    meaning     VARCHAR(200) NOT NULL
);

-- The columns that a callback of a kind can fill: type, longest text in characters, and whether it cannot do without.
CREATE TABLE sms_kind_column (
    kind        VARCHAR(16)  NOT NULL,
    column_name VARCHAR(32)  NOT NULL,
    type        VARCHAR(8)   NOT NULL CHECK (type IN ('text', 'number', 'integer', 'time', 'list')),
    max_length  INTEGER      NULL,
    required    INTEGER      NOT NULL DEFAULT 0 CHECK (required IN (0, 1)),
    PRIMARY KEY (kind, column_name)
);

-- Minutes to subtract from a local time to get UTC, from a local wall-clock time on.
CREATE TABLE sms_time_zone (
    zone           VARCHAR(40) NOT NULL,
    local_from     TEXT        NOT NULL,
    offset_minutes INTEGER     NOT NULL,
    PRIMARY KEY (zone, local_from)
);

CREATE TABLE sms_setting (
    name    VARCHAR(40)  NOT NULL PRIMARY KEY,
    value   VARCHAR(200) NOT NULL,
    meaning VARCHAR(300) NOT NULL
);

CREATE TABLE sms_provider (
    provider           VARCHAR(32)  NOT NULL PRIMARY KEY CHECK (length(provider) <= 32),
    title              VARCHAR(80)  NOT NULL,
    scheme             VARCHAR(16)  NOT NULL,
    idempotency_header VARCHAR(64)  NULL,
    time_zone          VARCHAR(40)  NOT NULL DEFAULT 'UTC',
    currency           VARCHAR(3)   NULL,
    docs_url           VARCHAR(300) NULL
);

-- Which parameter tells the kind: the first rule (by position) whose parameter is there, not empty, and of that value.
CREATE TABLE sms_provider_rule (
    provider VARCHAR(32)  NOT NULL REFERENCES sms_provider (provider),
    position INTEGER      NOT NULL,
    param    VARCHAR(128) NOT NULL,
    value    VARCHAR(128) NULL,
    kind     VARCHAR(16)  NOT NULL,
    PRIMARY KEY (provider, position)
);

-- Which parameter fills which column, in which order of preference; in_key = 1 where the value is part of the natural key.
CREATE TABLE sms_provider_field (
    provider    VARCHAR(32)  NOT NULL REFERENCES sms_provider (provider),
    kind        VARCHAR(16)  NOT NULL,
    column_name VARCHAR(32)  NOT NULL,
    preference  INTEGER      NOT NULL,
    param       VARCHAR(128) NOT NULL,
    format      VARCHAR(16)  NULL CHECK (format IN ('iso', 'datetime', 'yymmddhhmm', 'unix', 'unix_ms')),
    in_key      INTEGER      NOT NULL DEFAULT 0 CHECK (in_key IN (0, 1)),
    PRIMARY KEY (provider, kind, column_name, preference),
    FOREIGN KEY (kind, column_name) REFERENCES sms_kind_column (kind, column_name)
);

-- The provider's word (in lower case) to our status; phone overrides what the status says about the phone.
CREATE TABLE sms_provider_status (
    provider VARCHAR(32) NOT NULL REFERENCES sms_provider (provider),
    word     VARCHAR(64) NOT NULL CHECK (word = lower(word)),
    status   VARCHAR(16) NOT NULL REFERENCES sms_status_code (status),
    phone    VARCHAR(8)  NULL CHECK (phone IN ('valid', 'invalid', 'unknown')),
    PRIMARY KEY (provider, word)
);

-- An error code's text, whether the same message to the same phone would fail again, and what it says about the phone.
CREATE TABLE sms_provider_error (
    provider  VARCHAR(32)  NOT NULL REFERENCES sms_provider (provider),
    code      VARCHAR(64)  NOT NULL,
    text      VARCHAR(300) NOT NULL,
    permanent INTEGER      NOT NULL CHECK (permanent IN (0, 1)),
    phone     VARCHAR(8)   NULL CHECK (phone IN ('valid', 'invalid', 'unknown')),
    PRIMARY KEY (provider, code)
);

-- What the provider wants to hear; kind '*' where no row names the kind.
CREATE TABLE sms_provider_answer (
    provider     VARCHAR(32)  NOT NULL REFERENCES sms_provider (provider),
    kind         VARCHAR(16)  NOT NULL,
    status       INTEGER      NOT NULL CHECK (status BETWEEN 200 AND 299),
    content_type VARCHAR(80)  NULL,
    body         VARCHAR(500) NOT NULL DEFAULT '',
    PRIMARY KEY (provider, kind)
);

-- Words (in upper case) that opt a phone out or in when they are the whole text of an inbound message.
CREATE TABLE sms_keyword (
    provider VARCHAR(32) NOT NULL REFERENCES sms_provider (provider),
    keyword  VARCHAR(32) NOT NULL CHECK (keyword = upper(keyword)),
    action   VARCHAR(8)  NOT NULL CHECK (action IN ('stop', 'start')),
    PRIMARY KEY (provider, keyword)
);

-- Who may call, and how a call proves itself. Two secrets may be valid at once, for rotation.
-- A secret is the secret itself or a reference: env:NAME or file:PATH, which the adapter resolves.
CREATE TABLE sms_account (
    provider      VARCHAR(32)  NOT NULL REFERENCES sms_provider (provider),
    account       VARCHAR(64)  NOT NULL CHECK (length(account) <= 64),
    scheme        VARCHAR(16)  NOT NULL,
    secret        VARCHAR(500) NULL,
    second_secret VARCHAR(500) NULL,
    networks      VARCHAR(500) NULL,
    enabled       INTEGER      NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    created_at    TEXT         NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    updated_at    TEXT         NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    PRIMARY KEY (provider, account)
);
