-- install_wait: an installer waits for another one, and for locks, as long as it takes.
SET TEMPORARY OPTION blocking_timeout = '0';
