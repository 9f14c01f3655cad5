-- process_inline: callbacks are worked at once again, as installed.
UPDATE sms_setting SET value = 'inline' WHERE name = 'process';
