-- octopush: Octopush SMS API. Delivery reports, replies and opt-outs, JSON (older API: form), on one URL or three.
-- Sources: https://dev.octopush.com/en/sms-gateway-api-documentation/callbacks/ (with /acknowledge-receipt, /inbounds/,
-- /opt-out-management/), https://dev.octopush.com/?p=1018 (French, current), https://dev.octopush.com/?p=9537 (voice),
-- https://octopush-api.readme.io/reference/get_callbacks-statuses
-- UNVERIFIED: found in no document, a guess.
-- message_id is the ticket of a sending. A sending to several numbers has one ticket, so here it is one message, whose row shows what
-- came of any of them (the journal keeps each report). Send one request a number to have a row for each.

-- No signature is documented, so a secret in the URL is the proof. Times have no zone: Europe/Paris, where Octopush is, is UNVERIFIED.
-- The answer must be there within a second.
INSERT INTO sms_provider (provider, title, scheme, idempotency_header, time_zone, currency, docs_url, deadline_ms) VALUES ('octopush', 'Octopush', 'token', NULL, 'Europe/Paris', NULL, 'https://dev.octopush.com/en/sms-gateway-api-documentation/callbacks/', 800);

-- The name of the date tells the kind, as Octopush advises. answer_date is the older name of reception_date.
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('octopush', 1, 'reception_date', NULL, 'inbound');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('octopush', 2, 'answer_date', NULL, 'inbound');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('octopush', 3, 'stop_date', NULL, 'opt_out');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('octopush', 4, 'delivery_date', NULL, 'status');

-- Status. Natural key: all that there is to tell one report from the next. unit_price of the newer API is left out: it is the price of
-- a unit, and how many units a message took is not told.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'status', 'message_id', 1, 'message_id', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'status', 'to_number', 1, 'number', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'status', 'provider_status', 1, 'status', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'status', 'occurred_at', 1, 'delivery_date', 'datetime', 1);
-- The list of recipients that was used.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'status', 'label', 1, 'list_name', NULL, 0);

-- Inbound. message_id is the ticket of the message that was answered, if Octopush found it; the reply itself has no id.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'inbound', 'reply_to', 1, 'message_id', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'inbound', 'from_number', 1, 'number', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'inbound', 'body', 1, 'text', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'inbound', 'occurred_at', 1, 'reception_date', 'datetime', 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'inbound', 'occurred_at', 2, 'answer_date', 'datetime', 1);
-- The SIM card that took the reply (own reading of the name).
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'inbound', 'to_number', 1, 'sim_card_number', NULL, 0);

-- Opt-out. It holds for all that is sent through Octopush, since no sender is named.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'opt_out', 'number', 1, 'number', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'opt_out', 'occurred_at', 1, 'stop_date', 'datetime', 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('octopush', 'opt_out', 'keyword', 1, 'text', NULL, 0);

-- SMS. The documents do not say what is final: ACK is the first carrier's receipt, UNKNOWN_DELIVERY and UNDEFINED tell nothing,
-- and the rest is taken as final (own reading). PROCESSED and READ are in the newer list of statuses.
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'processed', 'queued', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'ack', 'sent', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'delivered', 'delivered', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'read', 'read', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'not_delivered', 'undelivered', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'not_allowed', 'rejected', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'unknown_delivery', 'unknown', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'undefined', 'unknown', NULL);
-- The number is wrong: that condemns it.
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'bad_destination', 'undelivered', 'invalid');
-- On the list of those who want nothing: the number itself may be good.
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'blacklisted_number', 'rejected', NULL);
-- Voice. BUSY and REFUSED do not condemn the number: somebody is there.
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'not_deliverable', 'undelivered', 'invalid');
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'busy', 'undelivered', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('octopush', 'refused', 'undelivered', NULL);

-- The page must not show anything, not even an empty HTML body, within a second.
INSERT INTO sms_provider_answer (provider, kind, status, content_type, body) VALUES ('octopush', '*', 200, NULL, '');

-- No keywords: opt-outs have their own callback.
