CREATE TABLE sms.sms_message (
    provider   VARCHAR(32 CHAR)  NOT NULL,
    message_id VARCHAR(128 CHAR) NOT NULL,
    status     VARCHAR(16 CHAR)  NULL,
    PRIMARY KEY (provider, message_id)
);

COMMENT ON TABLE sms.sms_message IS 'Messages';

CREATE TABLE sms.sms_callback (
    callback_id INTEGER      NOT NULL PRIMARY KEY,
    params      LONG VARCHAR NOT NULL
);
