-- status: the current status of a message. Parameter: its id.
SELECT status FROM plain.message WHERE message_id = %s
