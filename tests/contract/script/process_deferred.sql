-- process_deferred: the operator has callbacks journaled only, and worked later.
UPDATE sms_setting SET value = 'deferred' WHERE name = 'process';
