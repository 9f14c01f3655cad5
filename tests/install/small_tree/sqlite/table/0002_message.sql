CREATE TABLE sms_message (
    provider   VARCHAR(32)  NOT NULL,
    message_id VARCHAR(128) NOT NULL,
    status     VARCHAR(16)  NULL,
    PRIMARY KEY (provider, message_id)
);

CREATE TABLE sms_callback (
    callback_id INTEGER PRIMARY KEY,
    params      TEXT    NOT NULL
);
