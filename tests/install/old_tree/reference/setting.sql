INSERT INTO sms_setting (name, value, meaning) VALUES ('default_provider', 'twilio', 'The provider of a direct call of sp_sms_update that names none.');
INSERT INTO sms_setting (name, value, meaning) VALUES ('pending_hours', '24', 'Hours after which a message without a final status shows in v_sms_pending.');
INSERT INTO sms_setting (name, value, meaning) VALUES ('process_attempts', '5', 'sp_sms_process leaves a failed callback alone after so many attempts.');
