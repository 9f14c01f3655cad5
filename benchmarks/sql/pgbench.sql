-- One callback a transaction, as realistic as those over HTTP: messages of its own for each client, three statuses each.
-- pgbench's variables stay with the client: n counts its callbacks (start with -D n=0).
\set turn :n % 3
\set message :n / 3
\set n :n + 1
\if :turn = 0
CALL sms.sp_sms_callback('twilio', replace(replace('{"AccountSid":"AC00000000000000000000000000000001","ApiVersion":"2010-04-01","From":"+15017122661","MessageSid":"SM@","MessageStatus":"queued","MessagingServiceSid":"MG00000000000000000000000000000001","SmsSid":"SM@","SmsStatus":"queued","To":"+1555%"}', '@', md5(concat(:client_id::integer, '/', :message::integer))), '%', lpad((:message::integer)::text, 7, '0')), NULL, 'POST', '/sms/twilio', '127.0.0.1', 'adapter', md5(concat(:client_id::integer, '/', :message::integer, '/q')), 'da39a3ee5e6b4b0d3255bfef95601890afd80709da39a3ee5e6b4b0d3255bfef', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
\elif :turn = 1
CALL sms.sp_sms_callback('twilio', replace(replace('{"AccountSid":"AC00000000000000000000000000000001","ApiVersion":"2010-04-01","From":"+15017122661","MessageSid":"SM@","MessageStatus":"sent","MessagingServiceSid":"MG00000000000000000000000000000001","SmsSid":"SM@","SmsStatus":"sent","To":"+1555%"}', '@', md5(concat(:client_id::integer, '/', :message::integer))), '%', lpad((:message::integer)::text, 7, '0')), NULL, 'POST', '/sms/twilio', '127.0.0.1', 'adapter', md5(concat(:client_id::integer, '/', :message::integer, '/s')), 'da39a3ee5e6b4b0d3255bfef95601890afd80709da39a3ee5e6b4b0d3255bfef', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
\else
CALL sms.sp_sms_callback('twilio', replace(replace('{"AccountSid":"AC00000000000000000000000000000001","ApiVersion":"2010-04-01","From":"+15017122661","MessageSid":"SM@","MessageStatus":"delivered","MessagingServiceSid":"MG00000000000000000000000000000001","SmsSid":"SM@","SmsStatus":"delivered","To":"+1555%","RawDlrDoneDate":"2611211200"}', '@', md5(concat(:client_id::integer, '/', :message::integer))), '%', lpad((:message::integer)::text, 7, '0')), NULL, 'POST', '/sms/twilio', '127.0.0.1', 'adapter', md5(concat(:client_id::integer, '/', :message::integer, '/d')), 'da39a3ee5e6b4b0d3255bfef95601890afd80709da39a3ee5e6b4b0d3255bfef', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
\endif
