-- 2:10 character
SELECT a \ b FROM t;
