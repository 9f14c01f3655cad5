CREATE TABLE sms.sms_setting (
    name  VARCHAR(40)  NOT NULL PRIMARY KEY,
    value VARCHAR(200) NOT NULL
);

CREATE TABLE sms.sms_provider (
    provider VARCHAR(32) NOT NULL PRIMARY KEY,
    title    VARCHAR(80) NOT NULL
);

CREATE TABLE sms.sms_provider_status (
    provider VARCHAR(32) NOT NULL REFERENCES sms.sms_provider (provider),
    word     VARCHAR(64) NOT NULL,
    rank     INTEGER     NOT NULL,
    since    TIMESTAMP(3) NULL,
    PRIMARY KEY (provider, word)
);

CREATE TABLE sms.sms_account (
    provider VARCHAR(32) NOT NULL REFERENCES sms.sms_provider (provider),
    account  VARCHAR(64) NOT NULL,
    PRIMARY KEY (provider, account)
);
