-- 0000_schema: what is installed, kept by the installer (docs/installer.md). Times are UTC, written YYYY-MM-DD HH:MM:SS.SSS.

-- One row an installed object. source is the file as it was installed; catalogue is what sqlite_master said right after,
-- so that a change by hand shows.
CREATE TABLE sms_schema (
    object       VARCHAR(120) NOT NULL PRIMARY KEY,
    kind         VARCHAR(16)  NOT NULL,
    file         VARCHAR(128) NOT NULL,
    sha256       VARCHAR(64)  NOT NULL CHECK (length(sha256) = 64),
    version      VARCHAR(32)  NOT NULL,
    installed_at TEXT         NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    installed_by VARCHAR(128) NOT NULL,
    source       TEXT         NOT NULL,
    catalogue    TEXT         NULL
);

-- Texts that somebody had changed by hand and that `install --force` replaced: nothing is lost.
CREATE TABLE sms_schema_saved (
    saved_id INTEGER      PRIMARY KEY AUTOINCREMENT,
    object   VARCHAR(120) NOT NULL,
    text     TEXT         NOT NULL,
    saved_at TEXT         NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    saved_by VARCHAR(128) NOT NULL
);
