-- status: the current status of a message. Parameter: its id.
SELECT status FROM sms.sms_message WHERE provider = 'twilio' AND message_id = %s
