-- acme: a fictitious provider, the worked example of docs/adding-a-provider.md. JSON, unix times, a secret in the URL.
-- https://docs.acme.example/callbacks
-- Status:  {"id": "m1", "to": "+15550001", "from": "+15559", "state": "bad", "code": "17", "at": 1767225600, "cost": 0.01, "cur": "EUR"}
-- Inbound: {"id": "i1", "sender": "+15550001", "receiver": "+15559", "words": "hello", "at_ms": 1767225600123}

INSERT INTO sms_provider (provider, title, scheme, idempotency_header, time_zone, currency, docs_url) VALUES ('acme', 'Acme', 'token', NULL, 'UTC', NULL, 'https://docs.acme.example/callbacks');

-- Only a status has a state, only an inbound message a sender.
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('acme', 1, 'state', NULL, 'status');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('acme', 2, 'sender', NULL, 'inbound');

-- Status. A message passes each state once, so id and state make the natural key.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'status', 'message_id', 1, 'id', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'status', 'provider_status', 1, 'state', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'status', 'to_number', 1, 'to', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'status', 'from_number', 1, 'from', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'status', 'error_code', 1, 'code', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'status', 'occurred_at', 1, 'at', 'unix', 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'status', 'price', 1, 'cost', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'status', 'currency', 1, 'cur', NULL, 0);

-- Inbound.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'inbound', 'message_id', 1, 'id', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'inbound', 'from_number', 1, 'sender', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'inbound', 'to_number', 1, 'receiver', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'inbound', 'body', 1, 'words', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('acme', 'inbound', 'occurred_at', 1, 'at_ms', 'unix_ms', 0);

-- moved: handed on to the carrier.
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('acme', 'moved', 'sent', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('acme', 'done', 'delivered', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('acme', 'bad', 'undelivered', NULL);

-- 17 condemns the number; 4 does not, the phone may be on again tomorrow.
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('acme', '4', 'The phone is switched off', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('acme', '17', 'The number does not exist', 1, 'invalid');

-- Acme sends again until it reads ok.
INSERT INTO sms_provider_answer (provider, kind, status, content_type, body) VALUES ('acme', '*', 200, 'application/json', '{"ok":true}');

-- It has no callback of opt-outs.
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('acme', 'STOP', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('acme', 'START', 'start');
