-- twilio: Twilio Programmable Messaging. Status callbacks and inbound messages (SMS, MMS, WhatsApp, RCS), form or query.
-- Sources: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
-- https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
-- https://www.twilio.com/docs/messaging/guides/webhook-request
-- SECONDARY: found only in code and pages of others. UNVERIFIED: found nowhere, a guess.

-- The token is the same on all attempts of one webhook; that it differs between primary and fallback URL is UNVERIFIED.
-- https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
-- The only time without a zone is RawDlrDoneDate; that it is UTC is UNVERIFIED.
INSERT INTO sms_provider (provider, title, scheme, idempotency_header, time_zone, currency, docs_url) VALUES ('twilio', 'Twilio', 'twilio', 'I-Twilio-Idempotency-Token', 'UTC', NULL, 'https://www.twilio.com/docs/messaging/guides/track-outbound-message-status');

-- One URL may take everything. An inbound message names its own status as received, and never has another.
-- A status callback has MessageStatus, and SmsStatus as its older name.
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('twilio', 1, 'SmsStatus', 'received', 'inbound');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('twilio', 2, 'MessageStatus', 'received', 'inbound');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('twilio', 3, 'MessageStatus', NULL, 'status');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('twilio', 4, 'SmsStatus', NULL, 'status');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('twilio', 5, 'Body', NULL, 'inbound');
INSERT INTO sms_provider_rule (provider, position, param, value, kind) VALUES ('twilio', 6, 'NumMedia', NULL, 'inbound');

-- Status. Natural key: there is no event id, so message, word, error code and time tell one event from the next.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'message_id', 1, 'MessageSid', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'message_id', 2, 'SmsSid', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'message_id', 3, 'SmsMessageSid', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'provider_status', 1, 'MessageStatus', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'provider_status', 2, 'SmsStatus', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'error_code', 1, 'ErrorCode', NULL, 1);
-- Timestamp is not in Twilio's list of properties, but some receivers get one. It is preferred, for it has seconds and a zone.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'occurred_at', 1, 'Timestamp', 'iso', 1);
-- The carrier's time, YYMMDDhhmm, on most SMS and MMS that are delivered or undelivered.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'occurred_at', 2, 'RawDlrDoneDate', 'yymmddhhmm', 1);
-- ErrorMessage is SECONDARY; ChannelStatusMessage comes with WhatsApp, RCS and other channels.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'error_message', 1, 'ErrorMessage', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'error_message', 2, 'ChannelStatusMessage', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'account', 1, 'AccountSid', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'from_number', 1, 'From', NULL, 0);
-- ChannelToAddress is SECONDARY: on channel messages that failed.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'to_number', 1, 'To', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'to_number', 2, 'ChannelToAddress', NULL, 0);
-- A status callback has a subset of the properties of an inbound message, and Twilio adds to it without notice.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'parts', 1, 'NumSegments', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'body', 1, 'Body', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'status', 'country', 1, 'ToCountry', NULL, 0);

-- Inbound. Natural key: the message and its sender, so that the same message through the fallback URL is one row.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'message_id', 1, 'MessageSid', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'message_id', 2, 'SmsMessageSid', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'message_id', 3, 'SmsSid', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'from_number', 1, 'From', NULL, 1);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'to_number', 1, 'To', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'body', 1, 'Body', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'account', 1, 'AccountSid', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'parts', 1, 'NumSegments', NULL, 0);
-- MediaUrl0, MediaContentType0, MediaUrl1, ...
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'media_url', 1, 'MediaUrl*', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'media_type', 1, 'MediaContentType*', NULL, 0);
-- SECONDARY: the message that a WhatsApp reply quotes.
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'reply_to', 1, 'OriginalRepliedMessageSid', NULL, 0);
-- STOP, START or HELP, with Advanced Opt-Out only. An opt-out there holds for the whole Messaging Service, else for the number.
-- https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'opt_out_type', 1, 'OptOutType', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'sender', 1, 'MessagingServiceSid', NULL, 0);
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, format, in_key) VALUES ('twilio', 'inbound', 'sender', 2, 'To', NULL, 0);

-- The 13 words of the API's enumeration: https://docs.rs/twilio-openapi/1.2.0/src/twilio_openapi/models/message_enum_status.rs.html
-- sending in a callback is SECONDARY. What partially_delivered means is UNVERIFIED: something went out, and more may be told.
-- receiving and received are words of inbound messages; callbacks of inbound messages do not come here.
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'accepted', 'accepted', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'scheduled', 'scheduled', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'queued', 'queued', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'sending', 'sending', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'sent', 'sent', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'partially_delivered', 'sent', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'delivered', 'delivered', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'read', 'read', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'undelivered', 'undelivered', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'failed', 'failed', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'canceled', 'canceled', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'receiving', 'accepted', NULL);
INSERT INTO sms_provider_status (provider, word, status, phone) VALUES ('twilio', 'received', 'received', NULL);

-- Error codes: https://www.twilio.com/docs/api/errors (text in our words).
-- permanent = 1: the same message to the same number fails again until somebody changes something (number, text, sender, settings).
-- permanent = 0: it may pass later, or the code is only a warning.
-- phone = invalid only where the code says that nothing can ever be delivered to that number or channel address: it does not exist,
-- or takes no text messages. A phone that is off, blocks us, has opted out or is out of our account's reach is not condemned.

-- Delivery.
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30001', 'Queue overflow: too many messages are queued for the sender', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30002', 'Account suspended', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30003', 'Unreachable destination handset: switched off, out of reach or not accepting messages', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30004', 'Message blocked: the recipient or the carrier does not accept this message', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30005', 'Unknown destination handset: the number is unknown or no longer in use', 1, 'invalid');
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30006', 'Landline or unreachable carrier: the number cannot receive text messages', 1, 'invalid');
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30007', 'Message filtered by the carrier or by Twilio', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30008', 'Unknown error', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30009', 'Missing inbound segment of a long message', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30010', 'Message price exceeds the maximum price', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30011', 'MMS not supported by the receiving number in this region', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30012', 'Validity period (TTL) is too small', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30013', 'Validity period (TTL) is too big', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30014', '''To'' attributes are invalid', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30015', 'Channel type is not supported', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30016', '''To'' and ''From'' channel types are incompatible', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30017', 'Carrier network congestion', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30018', 'Destination carrier requires the sender ID to be registered before', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30019', 'Content size exceeds the carrier''s limit', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30020', 'Internal failure of message scheduling', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30021', 'Internal failure of the messaging service', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30022', 'US A2P 10DLC: rate limits exceeded', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30023', 'US A2P 10DLC: daily message cap reached', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30024', 'Numeric sender ID is not provisioned on the carrier', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30025', 'US A2P 10DLC: warning, 50 percent of the daily limit for T-Mobile is used up', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30026', 'US A2P 10DLC: warning, 70 percent of the daily limit for T-Mobile is used up', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30027', 'US A2P 10DLC: daily limit for T-Mobile reached', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30028', 'Invalid API version', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30029', 'Invalid ContentRetention', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30030', 'Invalid AddressRetention', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30031', 'Invalid MaxRate', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30032', 'Toll-free number has not been verified', 1, NULL);
-- SECONDARY.
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30034', 'US A2P 10DLC: message from an unregistered number', 1, NULL);

-- Link shortening (30100 to 30133), registration and requests. The names of the members that Twilio's dictionary has.
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30100', 'Link shortening: domain SID is invalid', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30101', 'Link shortening: domain is not verified', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30102', 'Link shortening: the domain''s certificate has expired', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30103', 'Link shortening: links were not shortened, the shortener failed', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30104', 'Link shortening: short link not found, the click went to the fallback URL', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30105', 'Link shortening: short link not found, and there is no fallback URL', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30106', 'Link shortening: no domain is set up for this account', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30107', 'Link shortening: the domain''s private certificate has not been uploaded', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30108', 'Link shortening: the account does not belong to an organization', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30109', 'Link shortening: callback URL is invalid', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30110', 'Link shortening: domain is blocked', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30111', 'Link shortening: URL is on a block list', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30112', 'Link shortening: account not found', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30113', 'Link shortening: the date asked for is too old', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30114', 'Link shortening: the date asked for is not available yet', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30115', 'Link shortening: date format is incorrect', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30116', 'Link shortening: certificate, private key or both are missing', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30117', 'Link shortening: certificate cannot be parsed', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30118', 'Link shortening: private key is invalid', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30119', 'Link shortening: certificate and private key do not match', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30120', 'Link shortening: the domain''s certificate and private key are not uploaded', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30121', 'Link shortening: fallback URL is missing', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30122', 'Link shortening: fallback URL is invalid', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30123', 'Link shortening: callback URL is missing', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30124', 'Link shortening: Messaging Service SID cannot be empty', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30125', 'The phone number could not be registered with US A2P 10DLC', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30127', 'Link shortening: Messaging Service SID is invalid', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30128', 'Link shortening: MessagingServiceSidsAction is invalid', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30129', 'Link shortening: certificate is self-signed', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30130', 'Link shortening: the Messaging Service is already part of another domain''s configuration', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30131', 'Link shortening: warning, the domain''s certificate will expire soon', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30132', 'Link shortening: certificate cannot be validated', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30133', 'Link shortening: certificate could not be uploaded', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30400', 'Parameters are not valid', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30404', 'Not found', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30409', 'The message cannot be canceled', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30410', 'The provider behind Twilio did not answer in time', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30440', 'Toll-free verification rejected: unknown error', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30441', 'Toll-free verification rejected: content violation', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30442', 'Toll-free verification rejected: campaign violation', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30443', 'Toll-free verification rejected: disallowed content', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30444', 'Toll-free verification rejected: high risk', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30445', 'Toll-free verification rejected: invalid information', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30446', 'Toll-free verification rejected: opt-in is not as it must be', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30447', 'Toll-free verification rejected: phone number error', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30448', 'Toll-free verification rejected: age gate', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '30449', 'Toll-free verification rejected: URL in the sample message', 1, NULL);

-- Send time. 21610: the recipient has opted out; the number itself is good, and v_sms_opt_out may know more.
-- 21214 and 21612 tell that this account cannot reach the number in this way, so they do not condemn it either.
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '20429', 'Too many requests', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21211', 'Invalid ''To'' phone number', 1, 'invalid');
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21212', 'Invalid ''From'' number', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21214', '''To'' phone number cannot be reached', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21217', 'Phone number does not appear to be valid', 1, 'invalid');
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21219', '''To'' phone number is not verified', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21408', 'Permission to send to the region of the ''To'' number is not enabled', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21601', 'Number is not an SMS-capable inbound number', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21602', 'Message body is required', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21603', '''From'' or ''MessagingServiceSid'' is required', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21604', '''To'' is required', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21605', 'Maximum body length is 160 characters (old API)', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21606', '''From'' is not a message-capable number for this destination', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21607', '''From'' must be the sandbox number (trial account)', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21608', '''To'' number is not verified (trial account)', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21609', 'Invalid ''StatusCallback'' URL', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21610', 'The recipient has unsubscribed (STOP)', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21611', '''From'' number has too many messages queued', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21612', '''To'' number is not reachable by SMS from this sender', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21614', '''To'' number is not a mobile number', 1, 'invalid');
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21615', 'Phone number requires a local address', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21616', '''From'' matches several numbers of the account', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21617', 'Message body exceeds 1600 characters', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21618', 'Message body cannot be sent', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21619', 'Unable to create the record', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21620', 'Invalid media URL', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21621', '''From'' is not enabled for MMS', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21622', 'MMS is not enabled for the account', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21623', 'Too many media files', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21624', 'Invalid validity period', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21626', 'Invalid ''StatusCallbackEvent''', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21627', 'MaxPrice must be a number', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21628', 'Address validation error', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21629', 'Address validation error: see the suggested address', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21651', 'Document does not satisfy the regulatory requirement', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21653', 'More recipients than allowed', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21654', 'ContentSid is required', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21655', 'ContentSid is invalid', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '21656', 'ContentVariables are invalid', 1, NULL);

-- Webhooks: what Twilio has to say of the receiver of its requests. They never tell of a phone.
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '11200', 'HTTP retrieval failure', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '11205', 'HTTP connection failure', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '11206', 'HTTP protocol violation', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '11210', 'HTTP bad host name', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '11215', 'HTTP too many redirects', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '11217', 'The receiver answered with status 4xx or 5xx', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '11235', 'The receiver''s certificate is for another domain', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '11237', 'The receiver''s certificate has no path to a known root', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '11240', 'HTTP connection edge location is invalid', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '11241', 'HTTP connection edge location is not supported', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '11243', 'HTTP retry policy is invalid', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '11750', 'TwiML answer is too large', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '12100', 'Document parse failure: the answer is not valid XML', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '12200', 'Schema validation warning: the answer is not valid TwiML', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '12300', 'Invalid Content-Type of the answer', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '14107', 'SMS send rate limit of TwiML exceeded', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '14109', 'Limit of messages in one TwiML reply exceeded', 1, NULL);

-- Channels (WhatsApp, RCS and others). There the address is a channel's (whatsapp:+33600000000): 63003 and 63024 condemn that,
-- not the phone's number for SMS, which is another address.
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63001', 'Channel could not authenticate the request', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63002', 'Channel could not find the ''From'' address', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63003', 'Channel could not find the ''To'' address', 1, 'invalid');
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63005', 'Channel did not accept the content', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63006', 'Content could not be formatted for the channel', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63007', 'No channel with this ''From'' address', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63008', 'Channel is misconfigured', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63009', 'Channel provider''s internal error (HTTP 5xx)', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63010', 'Twilio''s internal error', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63011', 'Invalid request', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63012', 'Channel provider''s internal error', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63013', 'Channel policy violation', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63014', 'Message blocked by an action of the user', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63015', 'Channel sandbox: the recipient has not joined it', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63016', 'Outside the allowed window: use a message template', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63017', 'Rate limit exceeded', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63018', 'Rate limit of the channel exceeded', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63019', 'Media failed to download', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63020', 'Business manager account error', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63021', 'Invalid content for the channel', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63022', 'Invalid vname certificate', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63023', 'Generic error of the channel', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63024', 'Invalid message recipient', 1, 'invalid');
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63025', 'Media already exists', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63026', 'Sender''s content was flagged as spam', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63027', 'Template does not exist for this language and locale', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63028', 'Number of template parameters does not match', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63029', 'The receiver failed to download the template', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63030', 'Unsupported parameter for this type of message', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63031', '''From'' and ''To'' cannot be the same', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63032', 'WhatsApp does not let this message go to this user', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63033', 'Recipient is blocked from receiving the message', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63034', 'Media exceeds the size limit', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63035', 'RBM agent has not launched, and the recipient is no tester', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63036', 'Phone number cannot be reached by RBM at this time', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63037', 'Media could not be uploaded to the channel', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63038', 'Account exceeded its daily message limit', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63039', 'Warning of Facebook: send more slowly outside the 24-hour window', 0, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63040', 'Template submission failed', 1, NULL);
INSERT INTO sms_provider_error (provider, code, text, permanent, phone) VALUES ('twilio', '63041', 'Template is paused', 0, NULL);

-- A status callback wants 200 and no content; an inbound message wants TwiML, and this one does nothing.
INSERT INTO sms_provider_answer (provider, kind, status, content_type, body) VALUES ('twilio', 'status', 200, NULL, '');
INSERT INTO sms_provider_answer (provider, kind, status, content_type, body) VALUES ('twilio', 'inbound', 200, 'text/xml', '<Response/>');
INSERT INTO sms_provider_answer (provider, kind, status, content_type, body) VALUES ('twilio', '*', 200, NULL, '');

-- Default keywords, where Advanced Opt-Out does not tell: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
-- Twilio answers them and blocks by itself; the inbound webhook is called nevertheless (SECONDARY).
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'STOP', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'UNSUBSCRIBE', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'END', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'QUIT', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'STOPALL', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'REVOKE', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'OPTOUT', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'CANCEL', 'stop');
-- French, from the documentation of Twilio Proxy.
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'ARRET', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'ARRETE', 'stop');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'ARRETT', 'stop');
-- SECONDARY. Delete YES here if your messages ask questions that are answered so and Twilio does not treat it as a keyword.
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'START', 'start');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'UNSTOP', 'start');
INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'YES', 'start');
