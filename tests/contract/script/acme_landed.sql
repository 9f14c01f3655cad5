-- acme_landed: a DBA maps one more of acme's words.
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('acme', 'landed', 'delivered', NULL);
