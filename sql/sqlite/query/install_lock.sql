-- install_lock: one installer at a time. Here the transaction itself (BEGIN IMMEDIATE) is the lock, so there is nothing to do.
SELECT 1 AS locked;
