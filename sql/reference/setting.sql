-- setting: what an operator may want to change (table sms_setting). Values are text; days and hours are whole numbers.
INSERT INTO sms_setting (name, value, meaning) VALUES ('default_provider', 'twilio', 'The provider of a direct call of sp_sms_update that names none.');
INSERT INTO sms_setting (name, value, meaning) VALUES ('pending_hours', '72', 'Hours after which a message without a final status shows in v_sms_pending.');
INSERT INTO sms_setting (name, value, meaning) VALUES ('process_attempts', '5', 'sp_sms_process leaves a failed callback alone after so many attempts.');
INSERT INTO sms_setting (name, value, meaning) VALUES ('keep_callback_days', '90', 'Days for which sp_sms_purge keeps callbacks in the journal that are done; 0 keeps them for ever.');
INSERT INTO sms_setting (name, value, meaning) VALUES ('keep_failed_days', '365', 'Days for which sp_sms_purge keeps callbacks in the journal that failed; 0 keeps them for ever.');
INSERT INTO sms_setting (name, value, meaning) VALUES ('keep_message_days', '0', 'Days for which sp_sms_purge keeps messages, with history and parts, since their last change; 0 keeps them for ever.');
INSERT INTO sms_setting (name, value, meaning) VALUES ('keep_inbound_days', '0', 'Days for which sp_sms_purge keeps inbound messages; 0 keeps them for ever.');
INSERT INTO sms_setting (name, value, meaning) VALUES ('process', 'inline', 'inline: a callback is worked while it is stored; deferred: it is only journaled, and sp_sms_process works it off.');
