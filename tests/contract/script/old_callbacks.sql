-- old_callbacks: one callback came years ago.
UPDATE sms_callback SET received_at = '2020-01-01 00:00:00.000', processed_at = '2020-01-01 00:00:00.000'
 WHERE dedupe_key LIKE '%SM00000000000000000000000000001516%';
