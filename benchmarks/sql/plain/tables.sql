-- tables: what people write by hand for this: one table with the current state, one with the history.
CREATE SCHEMA plain;

CREATE TABLE plain.message (
    message_id  varchar(64) PRIMARY KEY,
    from_number varchar(32) NULL,
    to_number   varchar(32) NULL,
    status      varchar(32) NOT NULL,
    error_code  varchar(16) NULL,
    campaign    varchar(64) NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE plain.history (
    history_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id  varchar(64) NOT NULL,
    status      varchar(32) NOT NULL,
    error_code  varchar(16) NULL,
    params      json        NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX history_message ON plain.history (message_id);
