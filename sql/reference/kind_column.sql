-- kind_column: the columns that a callback of each kind can fill (table sms_kind_column): type, longest text in characters,
-- and whether the callback is failed without it. A text that is longer than max_length makes the callback failed, never cut.
-- Times, numbers and lists have no longest text: one that cannot be understood is left out.

-- What became of a message that we sent (sp_sms_update).
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'message_id', 'text', 128, 1);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'provider_status', 'text', 64, 1);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'account', 'text', 64, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'from_number', 'text', 64, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'to_number', 'text', 64, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'body', 'text', 16000, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'part_id', 'text', 128, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'parts', 'integer', NULL, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'error_code', 'text', 64, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'error_message', 'text', 1000, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'price', 'number', NULL, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'currency', 'text', 3, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'country', 'text', 64, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'operator', 'text', 128, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'campaign', 'text', 128, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'label', 'text', 256, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('status', 'occurred_at', 'time', NULL, 0);

-- A message that a phone sent to us, a reply too (sp_sms_inbound). opt_out_type and sender say what it does to sms_opt_out,
-- media_url and media_type become the column media.
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'from_number', 'text', 64, 1);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'message_id', 'text', 128, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'reply_to', 'text', 128, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'to_number', 'text', 64, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'body', 'text', 16000, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'media_url', 'list', NULL, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'media_type', 'list', NULL, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'account', 'text', 64, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'parts', 'integer', NULL, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'price', 'number', NULL, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'currency', 'text', 3, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'opt_out_type', 'text', 64, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'sender', 'text', 64, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('inbound', 'occurred_at', 'time', NULL, 0);

-- A callback that only says that a phone wants no more, or wants messages again (sp_sms_opt_out).
-- type is STOP, which is what counts where it is missing, or START. keyword takes a whole text (the table has as much room):
-- an opt-out must not fail because somebody wrote a sentence around the word.
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('opt_out', 'number', 'text', 64, 1);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('opt_out', 'sender', 'text', 64, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('opt_out', 'type', 'text', 64, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('opt_out', 'keyword', 'text', 16000, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('opt_out', 'occurred_at', 'time', NULL, 0);

-- A provider's report of a whole campaign (sp_sms_campaign).
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('campaign', 'campaign', 'text', 128, 1);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('campaign', 'name', 'text', 256, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('campaign', 'status', 'text', 64, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('campaign', 'recipients', 'integer', NULL, 0);
INSERT INTO sms_kind_column (kind, column_name, type, max_length, required) VALUES ('campaign', 'counts', 'list', NULL, 0);
