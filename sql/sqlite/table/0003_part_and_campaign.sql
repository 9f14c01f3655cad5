-- 0003_part_and_campaign: the parts of a long message, a provider's own campaign reports,
-- and sms_call: SQLite has no variables and no OUT parameters, so a procedure keeps them in this one row.

CREATE TABLE sms_part (
    provider    VARCHAR(32)  NOT NULL,
    message_id  VARCHAR(128) NOT NULL,
    part_id     VARCHAR(128) NOT NULL CHECK (length(part_id) <= 128),
    status      VARCHAR(16)  NOT NULL REFERENCES sms_status_code (status),
    status_at   TEXT         NULL,
    price       NUMERIC(18, 8) NULL,
    PRIMARY KEY (provider, message_id, part_id)
);

CREATE TABLE sms_campaign (
    provider    VARCHAR(32)  NOT NULL CHECK (length(provider) <= 32),
    campaign    VARCHAR(128) NOT NULL CHECK (length(campaign) <= 128),
    name        VARCHAR(256) NULL CHECK (length(name) <= 256),
    status      VARCHAR(64)  NULL CHECK (length(status) <= 64),
    recipients  INTEGER      NULL,
    counts      TEXT         NULL,
    progress    INTEGER      NOT NULL DEFAULT 0,
    callback_id INTEGER      NULL,
    created_at  TEXT         NOT NULL,
    updated_at  TEXT         NOT NULL,
    PRIMARY KEY (provider, campaign)
);

-- How sp_sms_understand finds the fields of a parameter (names match without regard to case) and of a key.
CREATE INDEX sms_provider_field_param ON sms_provider_field (provider, kind, param COLLATE NOCASE);
CREATE INDEX sms_provider_field_key ON sms_provider_field (provider, kind, column_name) WHERE in_key = 1;

-- The one row of variables of the procedures (read_, order_, part_, update_, apply_) and of what they give back
-- (callback_, answer_, process_, purge_). Each procedure has its own, so that one called inside another disturbs nothing.
CREATE TABLE sms_call (
    call_id              INTEGER PRIMARY KEY CHECK (call_id = 1),
    -- sp_sms_understand
    read_callback_id     INTEGER,
    read_provider        TEXT,
    read_params          TEXT,
    read_surrogate       INTEGER,
    read_kind            TEXT,
    read_values          TEXT,
    read_media           TEXT,
    read_counts          TEXT,
    read_key             TEXT,
    read_failure         TEXT,
    read_note            TEXT,
    -- sp_sms_order
    order_moves          INTEGER,
    -- sp_sms_part
    part_moved           INTEGER,
    part_seen            TEXT,
    -- sp_sms_update
    update_provider      TEXT,
    update_message_id    TEXT,
    update_to            TEXT,
    update_word          TEXT,
    update_status        TEXT,
    update_error_code    TEXT,
    update_error_message TEXT,
    update_parts         INTEGER,
    update_occurred_at   TEXT,
    update_received_at   TEXT,
    -- sp_sms_apply
    apply_error          TEXT,
    apply_done           INTEGER,
    apply_failed         INTEGER,
    -- sp_sms_callback
    callback_key         TEXT,
    callback_id          INTEGER,
    callback_state       TEXT,
    callback_duplicate   INTEGER,
    answer_status        INTEGER,
    answer_type          TEXT,
    answer_body          TEXT,
    -- sp_sms_process
    process_done         INTEGER,
    process_failed       INTEGER,
    -- sp_sms_purge
    purge_done_before    TEXT,
    purge_failed_before  TEXT,
    purge_message_before TEXT,
    purge_inbound_before TEXT,
    purge_doomed         TEXT,
    purge_callbacks      INTEGER,
    purge_messages       INTEGER,
    purge_inbound        INTEGER
);
INSERT INTO sms_call (call_id) VALUES (1);
