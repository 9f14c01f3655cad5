-- acme_phase: a DBA teaches the database that acme's phase is a status word.
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('acme', 3, 'phase', NULL, 'status');
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'status', 'provider_status', 2, 'phase', NULL, 1);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('acme', 'flown', 'delivered', NULL);
