-- A provider made up for the tests of the engines: every column has a parameter of its own name.
INSERT INTO sms_provider (provider, title, scheme, time_zone, currency) VALUES ('acme', 'Acme', 'none', 'Acme/Town', 'EUR');
INSERT INTO sms_time_zone (zone, local_from, offset_minutes) VALUES ('Acme/Town', '1900-01-01 00:00:00', 60);
INSERT INTO sms_time_zone (zone, local_from, offset_minutes) VALUES ('Acme/Town', '2026-03-29 02:00:00', 120);
INSERT INTO sms_time_zone (zone, local_from, offset_minutes) VALUES ('Acme/Town', '2026-10-25 03:00:00', 60);
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('acme', 1, 'event', 'STATUS', 'status');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('acme', 2, 'event', 'inbound', 'inbound');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('acme', 3, 'campaign_id', NULL, 'campaign');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('acme', 4, 'event', 'odd', 'odd');
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, in_key) VALUES
    ('acme', 'status', 'message_id', 1, 'id', 1),
    ('acme', 'status', 'message_id', 2, 'old_id', 1),
    ('acme', 'status', 'part_id', 1, 'part_id', 1),
    ('acme', 'status', 'provider_status', 1, 'word', 1),
    ('acme', 'status', 'parts', 1, 'parts', 0),
    ('acme', 'status', 'price', 1, 'price', 0),
    ('acme', 'status', 'body', 1, 'body', 0),
    ('acme', 'status', 'error_code', 1, 'code', 0),
    ('acme', 'inbound', 'message_id', 1, 'id', 1),
    ('acme', 'inbound', 'from_number', 1, 'from', 0),
    ('acme', 'inbound', 'to_number', 1, 'to', 0),
    ('acme', 'inbound', 'body', 1, 'body', 0),
    ('acme', 'inbound', 'media_url', 1, 'MediaUrl*', 0),
    ('acme', 'inbound', 'media_type', 1, 'MediaContentType*', 0),
    ('acme', 'campaign', 'campaign', 1, 'campaign_id', 0),
    ('acme', 'campaign', 'counts', 1, 'count.*', 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES
    ('acme', 'status', 'occurred_at', 1, 'iso', 'iso', 1),
    ('acme', 'status', 'occurred_at', 2, 'datetime', 'datetime', 1),
    ('acme', 'status', 'occurred_at', 3, 'yymmddhhmm', 'yymmddhhmm', 1),
    ('acme', 'status', 'occurred_at', 4, 'unix', 'unix', 1),
    ('acme', 'status', 'occurred_at', 5, 'unix_ms', 'unix_ms', 1);
INSERT INTO sms_provider_status (provider, word, status) SELECT 'acme', status, status FROM sms_status_code;
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('acme', '5', 'no such phone', 1, 'invalid');
INSERT INTO sms_provider_answer (provider, kind, status, content_type, body) VALUES ('acme', '*', 202, NULL, '');
INSERT INTO sms_provider_answer (provider, kind, status, content_type, body) VALUES ('acme', 'inbound', 200, 'text/xml', '<ok/>');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('acme', 'STOP', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('acme', 'START', 'start');
