-- Settings.
INSERT INTO sms_setting (name, value) VALUES ('keep_days', '90');
INSERT INTO sms_setting (name, value) VALUES ('note', 'it''s; two
lines');
