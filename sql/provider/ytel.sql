-- ytel: Ytel (once Message360). Inbound messages by POST or GET, also through the fallback URL; status of outbound messages.
-- Sources: http://support.ytel.com/en/articles/2284203-using-webhooks-to-collect-sms-data
-- https://docs.ytel.com/docs/track-your-sms-delivery
-- UNVERIFIED: found in no document, a guess.

-- No signature is documented, so a secret in the URL is the proof. The zone of the times and the currency of the prices are not
-- stated: UTC is UNVERIFIED, and prices go without a currency (put one here if your contract names it).
INSERT INTO sms_provider (provider, title, scheme, idempotency_header, time_zone, currency, docs_url) VALUES ('ytel', 'Ytel', 'token', NULL, 'UTC', NULL, 'http://support.ytel.com/en/articles/2284203-using-webhooks-to-collect-sms-data');

-- Both directions use the same names, so the content tells them apart only by guess: DeliveryStatus exists for outbound messages
-- only; a text means inbound; else a status is an outbound one. The fields of the outbound callback are UNVERIFIED: if it carries
-- the text too, give MessageStatusCallback the URL with the kind status (/sms/ytel/status/...), which decides before these rules.
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('ytel', 1, 'DeliveryStatus', NULL, 'status');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('ytel', 2, 'Text', NULL, 'inbound');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('ytel', 3, 'Status', NULL, 'status');

-- Status. DeliveryStatus is what the carrier says, Status only what Ytel did. Natural key: message and word.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'status', 'message_id', 1, 'MessageSid', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'status', 'provider_status', 1, 'DeliveryStatus', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'status', 'provider_status', 2, 'Status', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'status', 'from_number', 1, 'From', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'status', 'to_number', 1, 'To', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'status', 'body', 1, 'Text', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'status', 'price', 1, 'Price', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'status', 'account', 1, 'AccountSid', NULL, 0);
-- In the published example both times are equal; that Time is the event's and DateSent the message's is UNVERIFIED.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'status', 'occurred_at', 1, 'Time', 'datetime', 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'status', 'occurred_at', 2, 'DateSent', 'datetime', 0);
-- A failed message has an error code; its names are UNVERIFIED.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'status', 'error_code', 1, 'ErrorCode', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'status', 'error_message', 1, 'ErrorMessage', NULL, 0);

-- Inbound. Natural key: the message and its sender, so that the same message through the fallback URL is one row.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'inbound', 'message_id', 1, 'MessageSid', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'inbound', 'from_number', 1, 'From', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'inbound', 'to_number', 1, 'To', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'inbound', 'body', 1, 'Text', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'inbound', 'price', 1, 'Price', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'inbound', 'account', 1, 'AccountSid', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'inbound', 'occurred_at', 1, 'Time', 'datetime', 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('ytel', 'inbound', 'occurred_at', 2, 'DateSent', 'datetime', 0);

-- success means that the upstream carrier took the message, not that the phone has it.
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('ytel', 'queued', 'queued', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('ytel', 'inqueue', 'queued', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('ytel', 'success', 'sent', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('ytel', 'failed', 'failed', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('ytel', 'sent', 'sent', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('ytel', 'delivered', 'delivered', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('ytel', 'undelivered', 'undelivered', NULL);

-- Inbound: InboundXML that does nothing. https://docs.ytel.com/docs/getting-started-now
INSERT INTO sms_provider_answer (provider, kind, status, content_type, body) VALUES ('ytel', 'inbound', 200, 'text/xml', '<Response/>');
INSERT INTO sms_provider_answer (provider, kind, status, content_type, body) VALUES ('ytel', '*', 200, NULL, '');

-- There is no callback of opt-outs; these are the usual words.
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('ytel', 'STOP', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('ytel', 'UNSUBSCRIBE', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('ytel', 'END', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('ytel', 'QUIT', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('ytel', 'CANCEL', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('ytel', 'STOPALL', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('ytel', 'START', 'start');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('ytel', 'UNSTOP', 'start');
