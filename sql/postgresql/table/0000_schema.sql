-- 0000_schema: the schema sms, and what is installed in it, kept by the installer (docs/installer.md).

-- A DBA may have made the schema before, for an installer that may not create one; IF NOT EXISTS would ask for that right all the same.
DO $$
BEGIN
    IF to_regnamespace('sms') IS NULL THEN
        CREATE SCHEMA sms;
        COMMENT ON SCHEMA sms IS 'What SMS providers report: messages, their history, inbound messages, opt-outs (sms-callback)';
    END IF;
END
$$;

CREATE TABLE sms.sms_schema (
    object       VARCHAR(120) NOT NULL PRIMARY KEY,
    kind         VARCHAR(16)  NOT NULL,
    file         VARCHAR(128) NOT NULL,
    sha256       VARCHAR(64)  NOT NULL CHECK (length(sha256) = 64),
    version      VARCHAR(32)  NOT NULL,
    installed_at TIMESTAMP(3) NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'UTC'),
    installed_by VARCHAR(128) NOT NULL DEFAULT session_user,
    source       TEXT         NOT NULL,
    catalogue    TEXT         NULL
);

COMMENT ON TABLE sms.sms_schema IS 'One row an installed object, kept by the installer';
COMMENT ON COLUMN sms.sms_schema.object IS 'Kind and name, as view/v_sms_phone';
COMMENT ON COLUMN sms.sms_schema.kind IS 'Folder of the file: table, reference, provider, function, procedure, view, role';
COMMENT ON COLUMN sms.sms_schema.file IS 'File below sql/ that the object was installed from';
COMMENT ON COLUMN sms.sms_schema.sha256 IS 'SHA-256 of that file, in hexadecimal';
COMMENT ON COLUMN sms.sms_schema.version IS 'Version of the program that installed the object in this form';
COMMENT ON COLUMN sms.sms_schema.installed_at IS 'When (UTC)';
COMMENT ON COLUMN sms.sms_schema.installed_by IS 'The database user who did';
COMMENT ON COLUMN sms.sms_schema.source IS 'The file as it was installed';
COMMENT ON COLUMN sms.sms_schema.catalogue IS 'What the catalogue said of the object right after, so that a change by hand shows; NULL for data and for all numbered files but the newest';

CREATE TABLE sms.sms_schema_saved (
    saved_id INTEGER      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    object   VARCHAR(120) NOT NULL,
    text     TEXT         NOT NULL,
    saved_at TIMESTAMP(3) NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'UTC'),
    saved_by VARCHAR(128) NOT NULL DEFAULT session_user
);

COMMENT ON TABLE sms.sms_schema_saved IS 'Texts that somebody had changed by hand and that install --force replaced: nothing is lost';
COMMENT ON COLUMN sms.sms_schema_saved.saved_id IS 'Serial number';
COMMENT ON COLUMN sms.sms_schema_saved.object IS 'Kind and name, as view/v_sms_phone';
COMMENT ON COLUMN sms.sms_schema_saved.text IS 'What the catalogue said before it was replaced';
COMMENT ON COLUMN sms.sms_schema_saved.saved_at IS 'When (UTC)';
COMMENT ON COLUMN sms.sms_schema_saved.saved_by IS 'The database user who replaced it';
