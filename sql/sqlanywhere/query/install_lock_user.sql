-- install_lock_user: who owns all that is ours: a user without a password, who cannot log in. Made before the installer's
-- lock, which it owns.
IF NOT EXISTS (SELECT 1 FROM SYS.SYSUSER WHERE user_name = 'sms') THEN
    CREATE USER sms;
END IF;
