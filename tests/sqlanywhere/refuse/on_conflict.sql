-- 3:1 CONFLICT
INSERT INTO sms.sms_status (status_id, status) VALUES (1, 'sent')
ON CONFLICT (status_id) DO NOTHING;
