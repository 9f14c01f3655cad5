-- long_ago: two messages were last changed years ago.
UPDATE sms_message SET updated_at = '2020-01-01 00:00:00.000'
 WHERE message_id IN ('SM00000000000000000000000000001512', 'SM00000000000000000000000000001513');
