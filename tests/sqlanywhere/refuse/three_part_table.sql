-- 2:23 owner
SELECT a FROM db.dba.t;
