INSERT INTO sms_provider (provider, title) VALUES ('acme', 'Acme');
INSERT INTO sms_provider_status (provider, word, rank, since) VALUES ('acme', 'queued', 1, '2020-01-01 00:00:00');
INSERT INTO sms_provider_status (provider, word, rank, since) VALUES ('acme', 'sent', 2, NULL);
INSERT INTO sms_provider_status (provider, word, rank, since) VALUES ('acme', 'lost', 3, NULL);
INSERT INTO sms_provider_status (provider, word, rank, since) VALUES ('acme', 'done', 4, NULL);
