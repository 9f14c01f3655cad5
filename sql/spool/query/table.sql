-- table: the spool's tables, in a SQLite file of their own (docs/spool.md). Times are UTC, written YYYY-MM-DD HH:MM:SS.SSS.

-- Callbacks that wait for the database, in the order of their arrival here: the clock may be set back, a spool_id never comes again.
-- provider to received_at are the IN parameters of sp_sms_callback; reason is why the callback did not go there at once.
CREATE TABLE spool_callback (
    spool_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    provider    TEXT    NOT NULL,
    params      TEXT    NOT NULL,
    url_kind    TEXT    NULL,
    method      TEXT    NULL,
    path        TEXT    NULL,
    remote_addr TEXT    NULL,
    via         TEXT    NOT NULL,
    token       TEXT    NULL,
    digest      TEXT    NULL,
    error       TEXT    NULL,
    received_at TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    spooled_at  TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

-- Callbacks that the database refuses, set aside so that the others go on; poison_reason is what it said.
CREATE TABLE spool_poison (
    poison_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    provider      TEXT    NOT NULL,
    params        TEXT    NOT NULL,
    url_kind      TEXT    NULL,
    method        TEXT    NULL,
    path          TEXT    NULL,
    remote_addr   TEXT    NULL,
    via           TEXT    NOT NULL,
    token         TEXT    NULL,
    digest        TEXT    NULL,
    error         TEXT    NULL,
    received_at   TEXT    NOT NULL,
    reason        TEXT    NOT NULL,
    spooled_at    TEXT    NOT NULL,
    poison_reason TEXT    NOT NULL,
    poisoned_at   TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

-- One row: which database the callbacks are for (its URL without the password), and how many there are, kept by the
-- triggers below, since counting a full spool would read all of it.
CREATE TABLE spool_state (
    state_id       INTEGER PRIMARY KEY CHECK (state_id = 1),
    database_label TEXT    NOT NULL,
    waiting        INTEGER NOT NULL DEFAULT 0,
    poison         INTEGER NOT NULL DEFAULT 0,
    made_at        TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    checked_at     TEXT    NULL
);

CREATE TRIGGER spool_callback_in AFTER INSERT ON spool_callback
BEGIN
    UPDATE spool_state SET waiting = waiting + 1;
END;

CREATE TRIGGER spool_callback_out AFTER DELETE ON spool_callback
BEGIN
    UPDATE spool_state SET waiting = waiting - 1;
END;

CREATE TRIGGER spool_poison_in AFTER INSERT ON spool_poison
BEGIN
    UPDATE spool_state SET poison = poison + 1;
END;

CREATE TRIGGER spool_poison_out AFTER DELETE ON spool_poison
BEGIN
    UPDATE spool_state SET poison = poison - 1;
END;
