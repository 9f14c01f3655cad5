-- register: what the application writes when it has sent a message, whether or not its first report was faster.
-- Parameter: its id.
INSERT INTO plain.message (message_id, status, campaign)
VALUES (%s, 'queued', 'spring')
ON CONFLICT (message_id) DO UPDATE SET campaign = excluded.campaign
