-- 2:1 CALL
sp_who;
