CREATE TABLE sms.sms_setting (
    name  VARCHAR(40 CHAR)  NOT NULL PRIMARY KEY,
    value VARCHAR(200 CHAR) NOT NULL
);

CREATE TABLE sms.sms_provider (
    provider VARCHAR(32 CHAR) NOT NULL PRIMARY KEY,
    title    VARCHAR(80 CHAR) NOT NULL
);

CREATE TABLE sms.sms_provider_status (
    provider VARCHAR(32 CHAR) NOT NULL REFERENCES sms.sms_provider (provider),
    word     VARCHAR(64 CHAR) NOT NULL,
    rank     INTEGER          NOT NULL,
    since    TIMESTAMP        NULL,
    PRIMARY KEY (provider, word)
);

CREATE TABLE sms.sms_account (
    provider VARCHAR(32 CHAR) NOT NULL REFERENCES sms.sms_provider (provider),
    account  VARCHAR(64 CHAR) NOT NULL,
    PRIMARY KEY (provider, account)
);
