-- install_lock: one installer at a time, until the transaction ends. The second one waits here, and then sees what the first one did.
SELECT pg_advisory_xact_lock(hashtextextended('sms-callback install', 0));
