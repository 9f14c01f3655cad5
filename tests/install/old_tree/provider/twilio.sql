-- twilio, as an older release shipped it: fewer rows, and some with other values.
INSERT INTO sms_provider (provider, title, scheme, idempotency_header, time_zone, currency, docs_url) VALUES ('twilio', 'Twilio, old name', 'twilio', NULL, 'UTC', NULL, NULL);
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('twilio', 1, 'MessageStatus', NULL, 'status');
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'message_id', 1, 'SmsSid', NULL, 1);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'queued', 'queued', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'sent', 'sent', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'old-word', 'sent', NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30003', 'Old text', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30005', 'Old text', 0, NULL);
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'STOP', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'START', 'start');
