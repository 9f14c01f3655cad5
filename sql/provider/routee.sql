-- routee: Routee (AMD Telecom). Delivery reports by part, campaign reports, inbound messages; JSON.
-- Sources: https://docs.routee.net/reference/sms-delivery-reports , https://docs.routee.net/docs/statuses-callbacks ,
-- https://docs.routee.net/docs/inbound-messages-mo , https://docs.routee.net/reference/smstrackingsingle
-- UNVERIFIED: found in no document, a guess.

-- No signature is documented, so a secret in the URL is the proof; the addresses of callbacksallow.routee.net may be listed in
-- sms_account.networks. Times carry their zone. Prices are in the account's currency, which no callback names: put yours here.
-- It hangs up after 2 seconds (https://docs.routee.net/docs/callbacks).
INSERT INTO sms_provider (provider, title, scheme, idempotency_header, time_zone, currency, docs_url, deadline_ms) VALUES ('routee', 'Routee', 'token', NULL, 'UTC', NULL, 'https://docs.routee.net/reference/sms-delivery-reports', 1600);

-- The last rule is for a report without a status: it is kept as a failed status, with the reason.
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('routee', 1, 'campaignStatus', NULL, 'campaign');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('routee', 2, 'direction', 'Inbound', 'inbound');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('routee', 3, 'receivedDate', NULL, 'inbound');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('routee', 4, 'status.name', NULL, 'status');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('routee', 5, 'direction', 'Outbound', 'status');

-- Status: one callback a part and status. messageId is the same for all parts, smsId is the part's own.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'message_id', 1, 'messageId', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'part_id', 1, 'smsId', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'provider_status', 1, 'status.name', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'parts', 1, 'parts', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'from_number', 1, 'from', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'to_number', 1, 'to', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'body', 1, 'message', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'country', 1, 'country', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'operator', 1, 'operator', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'campaign', 1, 'campaignTrackingId', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'label', 1, 'label', NULL, 0);
-- The cost of this part: https://docs.routee.net/reference/smstrackingsingle
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'price', 1, 'price', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'error_code', 1, 'status.reason.detailedStatus', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'error_message', 1, 'status.reason.description', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'status', 'occurred_at', 1, 'status.updatedDate', 'iso', 0);

-- Inbound. price comes with pools (https://docs.routee.net/docs/pools-callback-url-webhook). Natural key: the message and its sender.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'inbound', 'message_id', 1, 'messageId', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'inbound', 'from_number', 1, 'from', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'inbound', 'to_number', 1, 'to', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'inbound', 'body', 1, 'message', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'inbound', 'parts', 1, 'parts', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'inbound', 'price', 1, 'price', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'inbound', 'occurred_at', 1, 'receivedDate', 'iso', 0);

-- Campaign: sent at about every fifth of the way, or once at its end. No natural key: each report has other numbers, and the
-- same one again has the same digest.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'campaign', 'campaign', 1, 'trackingId', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'campaign', 'name', 1, 'name', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'campaign', 'status', 1, 'campaignStatus', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'campaign', 'recipients', 1, 'totalRecipients', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('routee', 'campaign', 'counts', 1, 'messageStatuses.*', NULL, 0);

-- unsent: the balance was too low (campaigns only).
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('routee', 'queued', 'queued', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('routee', 'sent', 'sent', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('routee', 'delivered', 'delivered', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('routee', 'undelivered', 'undelivered', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('routee', 'failed', 'failed', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('routee', 'unsent', 'failed', NULL);

-- Detailed statuses are the error codes: https://docs.routee.net/docs/statuses-callbacks (text in our words). permanent = 1: the same
-- message to the same number fails again until somebody changes something. Only an unknown number is condemned. The list of India's
-- other codes could not be read and is left out.
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('routee', 'Undelivered', 'The carrier reported that the message did not reach the phone', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('routee', 'Failed', 'Routee could not process the message', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('routee', 'Undelivered on Handset', 'The phone is switched off or otherwise unavailable', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('routee', 'Unknown Number', 'The number is unknown and may no longer exist', 1, 'invalid');
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('routee', 'Roaming', 'The phone is roaming and cannot accept the message', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('routee', 'Call Barred', 'The number is blocked from receiving this message', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('routee', 'Unknown Status', 'Undelivered for an unknown reason', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('routee', 'Carrier Violation', 'The carrier flagged the message as objectionable or spam', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('routee', 'Expired', 'The validity period ended after several attempts', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('routee', 'DND Error Code', 'Do Not Disturb is active for the number (India)', 1, NULL);

-- Exactly 200, within 2 seconds; else it comes again, up to 12 times in 24 hours. https://docs.routee.net/docs/callbacks
INSERT INTO sms_provider_answer (provider, kind, status, content_type, body) VALUES ('routee', '*', 200, NULL, '');

-- There is no callback of opt-outs; these are the usual words.
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('routee', 'STOP', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('routee', 'UNSUBSCRIBE', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('routee', 'END', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('routee', 'QUIT', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('routee', 'CANCEL', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('routee', 'STOPALL', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('routee', 'START', 'start');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('routee', 'UNSTOP', 'start');
