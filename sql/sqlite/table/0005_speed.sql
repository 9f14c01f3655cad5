-- 0005_speed: what makes a callback cheap, and many of them: only indexes that somebody reads along, less that the procedures
-- keep, and the fields of callbacks in one look.

-- sp_sms_purge and v_sms_health go through the journal one provider at a time.
DROP INDEX sms_callback_received;

-- Without updated_at, which every status changes: v_sms_phone sorts the few messages of one phone.
DROP INDEX sms_message_phone;
CREATE INDEX sms_message_phone ON sms_message (to_number);

-- The one row of what the procedures leave for each other (read_, order_, part_, apply_) and of what they give back
-- (callback_, process_, purge_). Most of it now goes from one to the next as parameters, which costs less than this row.
DROP TABLE sms_call;
CREATE TABLE sms_call (
    call_id              INTEGER PRIMARY KEY CHECK (call_id = 1),
    -- sp_sms_understand, sp_sms_read, sp_sms_list
    read_params          TEXT,
    read_failure         TEXT,
    read_kind            TEXT,
    read_values          TEXT,
    read_media           TEXT,
    read_counts          TEXT,
    read_key             TEXT,
    read_note            TEXT,
    -- sp_sms_part
    part_moved           INTEGER,
    part_seen            TEXT,
    -- sp_sms_order
    order_moves          INTEGER,
    -- sp_sms_apply
    apply_done           INTEGER,
    apply_failed         INTEGER,
    -- sp_sms_callback
    callback_key         TEXT,
    callback_id          INTEGER,
    callback_duplicate   INTEGER,
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

-- What sp_sms_callback_group gives back of each callback of the last group, as JSON; place is that in the group.
CREATE TABLE sms_call_group (
    place   INTEGER PRIMARY KEY,
    outcome TEXT NOT NULL
);

-- sp_sms_understand finds all that it needs of the rules of a parameter here (names match without regard to case).
CREATE INDEX sms_provider_rule_param ON sms_provider_rule (provider, param COLLATE NOCASE, position, value, kind);

-- What sp_sms_read needs of sms_provider_field and sms_kind_column, in one look: one row a field (place is the preference, as a
-- text that sorts like it), and one with the parameter char(0), which none can have, for each column that a callback cannot do
-- without or that is part of its key. The triggers below keep it, so that an edit of those tables works at once.
CREATE TABLE sms_field (
    provider    VARCHAR(32)  NOT NULL,
    kind        VARCHAR(16)  NOT NULL,
    param       VARCHAR(128) NOT NULL COLLATE NOCASE,
    column_name VARCHAR(32)  NOT NULL,
    place       TEXT         NOT NULL,
    spelling    VARCHAR(128) NULL,
    format      VARCHAR(16)  NULL,
    in_key      INTEGER      NOT NULL,
    type        VARCHAR(8)   NOT NULL,
    max_length  INTEGER      NULL,
    required    INTEGER      NOT NULL,
    PRIMARY KEY (provider, kind, param, column_name, place)
) WITHOUT ROWID;

-- A row put in here makes the rows of one column of one kind of one provider (NULL: of all providers) anew, and is gone.
CREATE TABLE sms_field_change (
    change_id   INTEGER     PRIMARY KEY,
    provider    VARCHAR(32) NULL,
    kind        VARCHAR(16) NOT NULL,
    column_name VARCHAR(32) NOT NULL
);

CREATE TRIGGER sms_field_change_call AFTER INSERT ON sms_field_change
BEGIN
    DELETE FROM sms_field
    WHERE provider = coalesce(NEW.provider, provider) AND kind = NEW.kind AND column_name = NEW.column_name;

    INSERT INTO sms_field (
        provider, kind, param, column_name, place, spelling, format, in_key, type, max_length, required
    )
    SELECT
        f.provider, f.kind, f.param, f.column_name, 10000 + f.preference, f.param, f.format, f.in_key, k.type, k.max_length,
        k.required
    FROM sms_provider_field AS f
    JOIN sms_kind_column AS k ON k.kind = f.kind AND k.column_name = f.column_name
    WHERE
        f.provider = coalesce(NEW.provider, f.provider) AND f.kind = NEW.kind AND f.column_name = NEW.column_name
        AND k.type <> 'list';

    INSERT INTO sms_field (provider, kind, param, column_name, place, in_key, type, max_length, required)
    SELECT v.provider, k.kind, char(0), k.column_name, '', max(coalesce(f.in_key, 0)), k.type, k.max_length, k.required
    FROM sms_kind_column AS k
    JOIN sms_provider AS v ON v.provider = coalesce(NEW.provider, v.provider)
    LEFT JOIN sms_provider_field AS f ON f.provider = v.provider AND f.kind = k.kind AND f.column_name = k.column_name
    WHERE k.kind = NEW.kind AND k.column_name = NEW.column_name AND k.type <> 'list'
    GROUP BY v.provider
    HAVING k.required = 1 OR max(f.in_key) = 1;

    DELETE FROM sms_field_change WHERE change_id = NEW.change_id;
END;

CREATE TRIGGER sms_field_provider_insert AFTER INSERT ON sms_provider
BEGIN
    INSERT INTO sms_field_change (provider, kind, column_name)
    SELECT NEW.provider, k.kind, k.column_name FROM sms_kind_column AS k;
END;
CREATE TRIGGER sms_field_provider_update AFTER UPDATE OF provider ON sms_provider
BEGIN
    DELETE FROM sms_field WHERE provider = OLD.provider;
    INSERT INTO sms_field_change (provider, kind, column_name)
    SELECT NEW.provider, k.kind, k.column_name FROM sms_kind_column AS k;
END;
CREATE TRIGGER sms_field_provider_delete AFTER DELETE ON sms_provider
BEGIN
    DELETE FROM sms_field WHERE provider = OLD.provider;
END;
CREATE TRIGGER sms_field_field_insert AFTER INSERT ON sms_provider_field
BEGIN
    INSERT INTO sms_field_change (provider, kind, column_name) VALUES (NEW.provider, NEW.kind, NEW.column_name);
END;
CREATE TRIGGER sms_field_field_update AFTER UPDATE ON sms_provider_field
BEGIN
    INSERT INTO sms_field_change (provider, kind, column_name) VALUES (OLD.provider, OLD.kind, OLD.column_name);
    INSERT INTO sms_field_change (provider, kind, column_name) VALUES (NEW.provider, NEW.kind, NEW.column_name);
END;
CREATE TRIGGER sms_field_field_delete AFTER DELETE ON sms_provider_field
BEGIN
    INSERT INTO sms_field_change (provider, kind, column_name) VALUES (OLD.provider, OLD.kind, OLD.column_name);
END;
CREATE TRIGGER sms_field_column_insert AFTER INSERT ON sms_kind_column
BEGIN
    INSERT INTO sms_field_change (provider, kind, column_name) VALUES (NULL, NEW.kind, NEW.column_name);
END;
CREATE TRIGGER sms_field_column_update AFTER UPDATE ON sms_kind_column
BEGIN
    INSERT INTO sms_field_change (provider, kind, column_name) VALUES (NULL, OLD.kind, OLD.column_name);
    INSERT INTO sms_field_change (provider, kind, column_name) VALUES (NULL, NEW.kind, NEW.column_name);
END;
CREATE TRIGGER sms_field_column_delete AFTER DELETE ON sms_kind_column
BEGIN
    INSERT INTO sms_field_change (provider, kind, column_name) VALUES (NULL, OLD.kind, OLD.column_name);
END;
INSERT INTO sms_field_change (provider, kind, column_name) SELECT NULL, k.kind, k.column_name FROM sms_kind_column AS k;
