-- sms_legacy: how far the history of a message has been written to DBA.sys_sms_status. Made once; its rows are those of the
-- procedures alone.
IF NOT EXISTS (
    SELECT 1
      FROM SYS.SYSTAB AS t
      JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
     WHERE u.user_name = 'sms' AND t.table_name = 'sms_legacy'
) THEN
    -- Theirs is replaced, and kept as it was.
    INSERT INTO sms.sms_schema_saved (object, text, saved_by)
    SELECT 'view/DBA.v_sys_sms_ph_recent', v.view_def, CURRENT USER
      FROM SYS.SYSTAB AS t
      JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
      JOIN SYS.SYSVIEW AS v ON v.view_object_id = t.object_id
     WHERE u.user_name = 'DBA' AND t.table_name = 'v_sys_sms_ph_recent';
    CREATE TABLE sms.sms_legacy (
        provider       VARCHAR(32 CHAR) NOT NULL,
        message_key    VARBINARY(512)   NOT NULL,
        last_status_id BIGINT           NOT NULL,
        PRIMARY KEY (provider, message_key)
    );
END IF;

COMMENT ON TABLE sms.sms_legacy IS 'How far the history of a message has been written to DBA.sys_sms_status.';
COMMENT ON COLUMN sms.sms_legacy.provider IS 'The provider.';
COMMENT ON COLUMN sms.sms_legacy.message_key IS 'The message, as in sms_message.';
COMMENT ON COLUMN sms.sms_legacy.last_status_id IS 'The last row of sms_status that was written.';

GRANT SELECT, UPDATE ON DBA.sys_sms TO sms;
GRANT SELECT, INSERT ON DBA.sys_sms_status TO sms;
