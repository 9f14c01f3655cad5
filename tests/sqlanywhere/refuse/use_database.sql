-- 2:1 database
USE sms;
