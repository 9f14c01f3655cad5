-- 0000_schema: user sms, who owns all that is ours, and what is installed, kept by the installer (docs/installer.md).
-- Definitions commit by themselves, so this file may have been executed in part before: each statement looks first, or can
-- be repeated.

IF NOT EXISTS (SELECT 1 FROM SYS.SYSUSER WHERE user_name = 'sms') THEN
    CREATE USER sms;
END IF;

-- Members of the group may leave the owner out; it gives them no right.
GRANT GROUP TO sms;

IF NOT EXISTS (
    SELECT 1
    FROM SYS.SYSTAB AS t
    JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
    WHERE u.user_name = 'sms' AND t.table_name = 'sms_schema_lock')
THEN
    CREATE TABLE sms.sms_schema_lock (
        lock_id INTEGER NOT NULL PRIMARY KEY
    );
END IF;

COMMENT ON TABLE sms.sms_schema_lock IS 'Locked by an installer while it works; always empty';
COMMENT ON COLUMN sms.sms_schema_lock.lock_id IS 'Not used';

IF NOT EXISTS (
    SELECT 1
    FROM SYS.SYSTAB AS t
    JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
    WHERE u.user_name = 'sms' AND t.table_name = 'sms_schema_step')
THEN
    CREATE TABLE sms.sms_schema_step (
        object   VARCHAR(120 CHAR) NOT NULL PRIMARY KEY,
        sha256   VARCHAR(64 CHAR)  NOT NULL,
        done     INTEGER           NOT NULL,
        state    LONG VARCHAR      NOT NULL,
        shape    LONG VARCHAR      NOT NULL,
        begun_at TIMESTAMP         NOT NULL DEFAULT CURRENT UTC TIMESTAMP,
        begun_by VARCHAR(128 CHAR) NOT NULL DEFAULT CURRENT USER
    );
END IF;

COMMENT ON TABLE sms.sms_schema_step IS 'What an installer is about to do: a row that stays was interrupted, and the next installation goes on there';
COMMENT ON COLUMN sms.sms_schema_step.object IS 'Kind and name, as table/0002_message';
COMMENT ON COLUMN sms.sms_schema_step.sha256 IS 'SHA-256 of its file, in hexadecimal';
COMMENT ON COLUMN sms.sms_schema_step.done IS 'How many statements of a numbered file are done';
COMMENT ON COLUMN sms.sms_schema_step.state IS 'What the catalogue said of our tables before the next statement of a numbered file';
COMMENT ON COLUMN sms.sms_schema_step.shape IS 'The columns that our numbered files had made before it';
COMMENT ON COLUMN sms.sms_schema_step.begun_at IS 'When (UTC)';
COMMENT ON COLUMN sms.sms_schema_step.begun_by IS 'The database user who installs';

IF NOT EXISTS (
    SELECT 1
    FROM SYS.SYSTAB AS t
    JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
    WHERE u.user_name = 'sms' AND t.table_name = 'sms_schema_saved')
THEN
    CREATE TABLE sms.sms_schema_saved (
        saved_id INTEGER           NOT NULL DEFAULT AUTOINCREMENT PRIMARY KEY,
        object   VARCHAR(120 CHAR) NOT NULL,
        text     LONG VARCHAR      NOT NULL,
        saved_at TIMESTAMP         NOT NULL DEFAULT CURRENT UTC TIMESTAMP,
        saved_by VARCHAR(128 CHAR) NOT NULL DEFAULT CURRENT USER
    );
END IF;

COMMENT ON TABLE sms.sms_schema_saved IS 'Texts that somebody had changed by hand and that install --force replaced: nothing is lost';
COMMENT ON COLUMN sms.sms_schema_saved.saved_id IS 'Serial number';
COMMENT ON COLUMN sms.sms_schema_saved.object IS 'Kind and name, as view/v_sms_phone';
COMMENT ON COLUMN sms.sms_schema_saved.text IS 'What the catalogue said before it was replaced';
COMMENT ON COLUMN sms.sms_schema_saved.saved_at IS 'When (UTC)';
COMMENT ON COLUMN sms.sms_schema_saved.saved_by IS 'The database user who replaced it';

IF NOT EXISTS (
    SELECT 1
    FROM SYS.SYSTAB AS t
    JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
    WHERE u.user_name = 'sms' AND t.table_name = 'sms_schema')
THEN
    CREATE TABLE sms.sms_schema (
        object       VARCHAR(120 CHAR) NOT NULL PRIMARY KEY,
        kind         VARCHAR(16 CHAR)  NOT NULL,
        file         VARCHAR(128 CHAR) NOT NULL,
        sha256       VARCHAR(64 CHAR)  NOT NULL CHECK (LENGTH(sha256) = 64),
        version      VARCHAR(32 CHAR)  NOT NULL,
        installed_at TIMESTAMP         NOT NULL DEFAULT CURRENT UTC TIMESTAMP,
        installed_by VARCHAR(128 CHAR) NOT NULL DEFAULT CURRENT USER,
        source       LONG VARCHAR      NOT NULL,
        catalogue    LONG VARCHAR      NULL
    );
END IF;

COMMENT ON TABLE sms.sms_schema IS 'One row an installed object, kept by the installer';
COMMENT ON COLUMN sms.sms_schema.object IS 'Kind and name, as view/v_sms_phone';
COMMENT ON COLUMN sms.sms_schema.kind IS 'Folder of the file: table, reference, provider, function, procedure, view, event, role, service, legacy';
COMMENT ON COLUMN sms.sms_schema.file IS 'File below sql/ that the object was installed from';
COMMENT ON COLUMN sms.sms_schema.sha256 IS 'SHA-256 of that file, in hexadecimal';
COMMENT ON COLUMN sms.sms_schema.version IS 'Version of the program that installed the object in this form';
COMMENT ON COLUMN sms.sms_schema.installed_at IS 'When (UTC)';
COMMENT ON COLUMN sms.sms_schema.installed_by IS 'The database user who did';
COMMENT ON COLUMN sms.sms_schema.source IS 'The file as it was installed';
COMMENT ON COLUMN sms.sms_schema.catalogue IS 'What the catalogue said of the object right after, so that a change by hand shows; NULL for data and for all numbered files but the newest';
