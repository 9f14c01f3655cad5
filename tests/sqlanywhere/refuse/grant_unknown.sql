-- 2:7 privilege
GRANT FLY TO u;
