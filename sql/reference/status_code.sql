-- status_code: our statuses (table sms_status_code). State moves only upward in rank; a final status is never undone by one
-- that is not final (docs/rules.md, section 3). outcome says how the message ended, phone what that tells of the number.
-- No failure condemns a number by itself: only an error code or a provider's word does (sms_provider_error, sms_provider_status).

-- Not over yet.
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('unknown', 0, 0, 'pending', 'unknown', 'The provider used a word that sms_provider_status does not have, or one that tells nothing.');
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('accepted', 10, 0, 'pending', 'unknown', 'The provider has taken the message and has not chosen a sender yet.');
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('scheduled', 10, 0, 'pending', 'unknown', 'The provider keeps the message until the time for which it is scheduled.');
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('queued', 20, 0, 'pending', 'unknown', 'The message waits at the provider to be sent.');
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('sending', 30, 0, 'pending', 'unknown', 'The provider is handing the message to a carrier.');
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('sent', 40, 0, 'pending', 'unknown', 'A carrier has taken the message. It stays so where the carrier reports no more.');

-- Ended badly.
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('undelivered', 50, 1, 'bad', 'unknown', 'The carrier reported that the message did not reach the phone.');
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('failed', 50, 1, 'bad', 'unknown', 'The provider could not send the message.');
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('expired', 50, 1, 'bad', 'unknown', 'The message could not be delivered within its validity period.');
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('rejected', 50, 1, 'bad', 'unknown', 'The provider or the carrier refused the message.');
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('canceled', 50, 1, 'bad', 'unknown', 'The message was canceled before it was sent.');

-- Ended well.
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('delivered', 60, 1, 'good', 'valid', 'The carrier or the phone confirmed that the message arrived.');
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('read', 70, 1, 'good', 'valid', 'The recipient opened the message.');

-- Inbound.
INSERT INTO sms_status_code (status, rank, final, outcome, phone, meaning) VALUES ('received', 100, 1, 'good', 'valid', 'An inbound message that arrived whole.');
