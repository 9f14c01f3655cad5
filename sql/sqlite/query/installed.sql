-- installed: is the head procedure there, and may this user read what is installed?
SELECT (SELECT count(*) FROM sqlite_master WHERE type = 'view' AND name = 'sp_sms_callback') AS head,
       (SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'sms_schema') AS readable;
